// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

/** What a store can be asked, as {@link CountingStore} counts it and {@link FaultyStore} refuses it. */
public enum StoreVerb {
    /** {@code SessionStore.create}. */
    CREATE,
    /** {@code SessionStore.find}. */
    FIND,
    /** {@code SessionStore.save}. */
    SAVE,
    /** {@code SessionStore.touch}. */
    TOUCH,
    /** {@code SessionStore.delete}. */
    DELETE,
    /** {@code PrincipalIndex.findByPrincipal}. */
    FIND_BY_PRINCIPAL,
    /** {@code PrincipalIndex.deleteByPrincipal}. */
    DELETE_BY_PRINCIPAL,
    /** {@code Browsable.count}. */
    COUNT,
    /** {@code Browsable.browse}. */
    BROWSE,
    /** {@code Browsable.clear}. */
    CLEAR,
    /** {@code Expiring.claimEnded}. */
    CLAIM_ENDED,
    /** {@code Expiring.removeEnded}. */
    REMOVE_ENDED,
    /** {@code ConfirmedEnds.handOutEnded}. */
    HAND_OUT_ENDED,
    /** {@code ConfirmedEnds.confirmEnded}. */
    CONFIRM_ENDED
}
