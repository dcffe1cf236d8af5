// SPDX-License-Identifier: Apache-2.0
/** Session model, manager, policy, events, codecs, and the contract of stores. */
module dev.sojourn {
    requires static transitive org.jspecify;

    exports dev.sojourn;
    exports dev.sojourn.codec;
    exports dev.sojourn.seal;
    exports dev.sojourn.store;
}
