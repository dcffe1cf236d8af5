// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.heap;

/** A way of keeping sessions in the heap, to be weighed. */
interface Sessions {

    /** Adds an idle session with the sample attributes of this number, as at the end of the request that created it. */
    void add(int number) throws Exception;

    /** How many it holds, to know that none was dropped. */
    long count();

    /** What holds all sessions, and as little else as possible. */
    Object root();
}
