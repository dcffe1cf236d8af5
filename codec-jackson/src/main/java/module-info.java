// SPDX-License-Identifier: Apache-2.0
/** Records and classes of the application as session attributes, through Jackson 3. */
module dev.sojourn.codec.jackson {
    requires transitive dev.sojourn;
    requires transitive tools.jackson.databind;
    requires static org.jspecify;
    requires static tools.jackson.dataformat.smile; // for binary() only

    exports dev.sojourn.codec.jackson;
}
