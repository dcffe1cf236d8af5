// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;

/**
 * How connections are made and used, the same for all servers.
 *
 * @param user of the access control list; null for the default user
 * @param password null for none
 * @param tls null for plain text
 * @param mastersOnly whether a server must say that it is a master before it is asked anything
 * @param replicas how many must have a write before it counts as done
 */
record ConnectionSettings(
        @Nullable String user,
        @Nullable String password,
        int database,
        @Nullable SSLContext tls,
        boolean mastersOnly,
        Duration deadline,
        int maxConnections,
        int breakerFailures,
        Duration breakerPause,
        int replicas,
        Duration replicaTimeout) {

    /** What a connection says to a server when it begins: nothing that an access control list might forbid. */
    JedisClientConfig handshake(boolean pushes) {
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
                .autoNegotiateProtocol(false)
                .database(database);
        if (password != null) {
            config.user(user).password(password);
        }
        return (pushes ? config.resp3() : config).build();
    }

    /** For sentinels, which have users of their own and no data. */
    ConnectionSettings forSentinels(@Nullable String sentinelUser, @Nullable String sentinelPassword) {
        return new ConnectionSettings(
                sentinelUser,
                sentinelPassword,
                0,
                tls,
                false,
                deadline,
                maxConnections,
                breakerFailures,
                breakerPause,
                0,
                replicaTimeout);
    }

    /** Without user and password. */
    @Override
    public String toString() {
        return "ConnectionSettings[deadline " + deadline + ", at most " + maxConnections + " connections"
                + (tls == null ? "" : ", TLS") + "]";
    }
}
