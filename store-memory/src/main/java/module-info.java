// SPDX-License-Identifier: Apache-2.0
/** The store that keeps sessions in this process's heap. */
module dev.sojourn.store.memory {
    requires com.github.benmanes.caffeine;
    requires transitive dev.sojourn;
    requires static org.jspecify;

    exports dev.sojourn.store.memory;
}
