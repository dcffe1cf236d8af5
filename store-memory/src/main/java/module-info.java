// SPDX-License-Identifier: Apache-2.0
/** The in-heap session store. */
module dev.sojourn.store.memory {
    requires transitive dev.sojourn;
    requires com.github.benmanes.caffeine;
    requires static org.jspecify;

    exports dev.sojourn.store.memory;
}
