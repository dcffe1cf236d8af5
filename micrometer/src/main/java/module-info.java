// SPDX-License-Identifier: Apache-2.0
/** Figures of sessions for monitoring systems, through Micrometer. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // Micrometer has a name and no descriptor
module dev.sojourn.micrometer {
    requires transitive dev.sojourn;
    requires static org.jspecify;
    requires transitive micrometer.core;

    exports dev.sojourn.micrometer;
}
