// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.http;

import java.time.Duration;
import java.util.OptionalLong;

/** The running server in which sessions are kept. */
interface BackendServer extends AutoCloseable {

    /** Where the subjects find it. */
    String address();

    /** Processor time that it has used so far, user and system. */
    Duration processorTime();

    /** How many statements it has executed so far, if it counts them. */
    OptionalLong statements();

    @Override
    void close();
}
