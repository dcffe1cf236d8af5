// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.store.StoreUnavailableException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the store asks of Redis, whatever stands behind it: one server, a master with its sentinels, a cluster, or a
 * client of the application's. Thread-safe; each call blocks on the network.
 */
interface Redis extends AutoCloseable {

    /**
     * The answer: null, a {@link Long}, {@code byte[]}, or a list of such.
     *
     * @throws StoreUnavailableException if there is none, or the server refused
     */
    @Nullable
    Object call(Command command);

    /**
     * The answers in the same order, in one round trip for each server concerned. Commands for one server are done in
     * their order; those for different servers are not done together. What has no answer or was refused is a {@link
     * StoreUnavailableException} among the answers, since the others count all the same.
     */
    List<@Nullable Object> callAll(List<Command> commands);

    /** The servers that hold data, each once, in an order that stays as long as they do. */
    List<Server> servers();

    @Override
    void close();

    /** A server that can be asked about itself. */
    interface Server {
        /** What tells it from the others, for as long as it is the same process with the same role. */
        String identity();

        /** As {@link Redis#call}, of this server. */
        @Nullable
        Object call(Command command);
    }
}
