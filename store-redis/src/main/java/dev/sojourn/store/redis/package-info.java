// SPDX-License-Identifier: Apache-2.0
/**
 * Sessions in Redis or Valkey: single, Sentinel, Cluster.
 *
 * <p>Belongs here: what is written where, the scripts that make each verb atomic, and how the servers are reached. Does
 * not belong here: a cache in front of the store, or anything that knows of requests or policies.
 */
@NullMarked
package dev.sojourn.store.redis;

import org.jspecify.annotations.NullMarked;
