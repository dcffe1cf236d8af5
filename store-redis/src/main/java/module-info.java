// SPDX-License-Identifier: Apache-2.0
/** The store that keeps sessions in Redis or Valkey. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // Jedis has a name and no descriptor
module dev.sojourn.store.redis {
    requires transitive dev.sojourn;
    requires static org.jspecify;
    requires transitive redis.clients.jedis;

    exports dev.sojourn.store.redis;
}
