// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import dev.sojourn.store.SessionStore;
import java.time.InstantSource;

/**
 * {@link ServletWebContract} over a store on a real server: what the store is must not show in any answer.
 *
 * <p>On Jetty only: what differs between containers is tested over the store in the heap.
 */
abstract class StoreWebContract extends ServletWebContract {
    private int stores;

    /** Takes away what the tests before have left. */
    abstract void empty();

    /** A store beside the others of this test, by a name of lower-case letters and digits. */
    abstract SessionStore newStore(String name, InstantSource time);

    @Override
    final TestContainer.Kind kind() {
        return JettyContainer::start;
    }

    @Override
    protected final SessionStore newStore(InstantSource time) {
        if (stores == 0) {
            empty();
        }
        stores++;
        return newStore("site" + stores, time);
    }
}
