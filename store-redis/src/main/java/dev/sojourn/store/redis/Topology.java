// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import java.util.List;

/** Which server has which key: the one place where a single server, Sentinel and Cluster differ. Thread-safe. */
interface Topology extends AutoCloseable {

    /** The server for this key; asks around if it is not known yet. */
    Node nodeOf(byte[] key, Deadline deadline);

    /** All servers that hold data, each once, in an order that stays as long as they do. */
    List<Node> nodes(Deadline deadline);

    /** A server said that this one has the slot now. */
    Node moved(int slot, Endpoint target);

    /** A server said that the key is on its way to this one. */
    Node at(Endpoint target);

    /** A server did not answer as the right one would: asks again who is, unless that was asked just now. */
    void doubt(Deadline deadline);

    /** Looks whether all is as it was; for those who watch and call nothing. */
    void refresh(Deadline deadline);

    @Override
    void close();
}
