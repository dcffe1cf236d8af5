// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import redis.clients.jedis.HostAndPort;

/** Where a server listens. */
record Endpoint(String host, int port) {

    static Endpoint of(HostAndPort target) {
        return new Endpoint(target.getHost(), target.getPort());
    }

    /** As in a URI: a colon in the host means IPv6. */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
