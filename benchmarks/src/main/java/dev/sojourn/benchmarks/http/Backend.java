// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.http;

import java.util.List;

/** Where the sessions are kept while requests are measured. */
public enum Backend {
    /** Redis. */
    REDIS("Redis", Subject.REDIS_SPRING) {
        @Override
        List<Subject> subjects() {
            return List.of(
                    Subject.EMPTY,
                    Subject.REDIS_BARE,
                    Subject.REDIS_SOJOURN,
                    Subject.REDIS_SOJOURN_NEAR,
                    Subject.REDIS_SPRING,
                    Subject.REDIS_SPRING_INDEXED);
        }

        @Override
        BackendServer start() {
            return new RedisBackend();
        }
    },
    /** PostgreSQL. */
    POSTGRES("PostgreSQL", Subject.JDBC_SPRING) {
        @Override
        List<Subject> subjects() {
            return List.of(
                    Subject.EMPTY,
                    Subject.JDBC_BARE,
                    Subject.JDBC_SOJOURN,
                    Subject.JDBC_SOJOURN_NEAR,
                    Subject.JDBC_SPRING,
                    Subject.JDBC_JETTY,
                    Subject.JDBC_JETTY_CACHED);
        }

        @Override
        BackendServer start() throws Exception {
            return PostgresBackend.start();
        }
    };

    private final String title;
    private final Subject reference;

    Backend(String title, Subject reference) {
        this.title = title;
        this.reference = reference;
    }

    /** Its name. */
    String title() {
        return title;
    }

    /** The one whose throughput is 1. */
    Subject reference() {
        return reference;
    }

    /** Those that are measured with it, in the order of the table. */
    abstract List<Subject> subjects();

    /** Starts its server. */
    abstract BackendServer start() throws Exception;
}
