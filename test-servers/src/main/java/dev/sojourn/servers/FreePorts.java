// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of the loopback address on which nobody listens.
 *
 * <p>Below 32768, where Linux begins to take ports for outgoing connections: the port of a killed server must still be free
 * when it is started again. The port 10,000 above is free too: there a cluster node talks to the others. No port is given
 * twice to one JVM.
 */
public final class FreePorts {

    private static final int FIRST = 12_000;
    private static final int LAST = 22_000;
    private static final int BUS_OFFSET = 10_000;
    private static final int ATTEMPTS = 1_000;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePorts() {}

    /** One more free port. */
    public static int next() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (GIVEN.add(port) && isFree(port) && isFree(port + BUS_OFFSET)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port between " + FIRST + " and " + LAST);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
