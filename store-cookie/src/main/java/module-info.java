// SPDX-License-Identifier: Apache-2.0
/** The store that keeps sessions in the browser, sealed. */
module dev.sojourn.store.cookie {
    requires transitive dev.sojourn;
    requires static org.jspecify;

    exports dev.sojourn.store.cookie;
}
