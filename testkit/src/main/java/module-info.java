// SPDX-License-Identifier: Apache-2.0
/** Contracts, fakes and a checker of histories, for tests of stores, adapters and applications. */
module dev.sojourn.testkit {
    requires transitive dev.sojourn;
    requires transitive dev.sojourn.web;
    requires transitive org.junit.jupiter.api;
    requires java.logging;
    requires java.net.http;
    requires static org.jspecify;

    exports dev.sojourn.testkit;
    exports dev.sojourn.testkit.history;
    exports dev.sojourn.testkit.model;
    exports dev.sojourn.testkit.web;

    // JUnit runs contract methods that a hidden superclass declares.
    opens dev.sojourn.testkit to
            org.junit.platform.commons;
    opens dev.sojourn.testkit.model to
            org.junit.platform.commons;
    opens dev.sojourn.testkit.web to
            org.junit.platform.commons;
}
