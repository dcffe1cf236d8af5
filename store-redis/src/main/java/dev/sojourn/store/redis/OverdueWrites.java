// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Closes sockets that are still being written to when the call's deadline is over, since nothing else ends a blocked
 * write.
 *
 * <p>Small writes are not watched: the server has answered everything before, so the system's buffers are empty and
 * take them at once. One daemon thread, {@code sojourn-redis-writes}, started by the first large write and gone some
 * seconds after the last. Thread-safe.
 */
final class OverdueWrites implements AutoCloseable {
    /** What the smallest send buffer of common systems takes without the server reading. */
    private static final int SMALL = 8 * 1024;

    private static final int KEEP_THREAD_SECONDS = 10;
    private static final Watch NOT_WATCHED = () -> {};

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, work -> {
        Thread thread = new Thread(work, "sojourn-redis-writes");
        thread.setDaemon(true);
        return thread;
    });

    OverdueWrites() {
        executor.setKeepAliveTime(KEEP_THREAD_SECONDS, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        executor.setRemoveOnCancelPolicy(true);
        executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    Watch watch(Socket socket, int bytes, Deadline deadline) {
        if (bytes <= SMALL) {
            return NOT_WATCHED;
        }
        Future<?> overdue = executor.schedule(() -> abort(socket), deadline.leftNanos(), TimeUnit.NANOSECONDS);
        return () -> overdue.cancel(false);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private static void abort(Socket socket) {
        try {
            socket.close();
        } catch (IOException closedAnyway) {
            // The write ends with an exception in either case.
        }
    }

    /** One write under way. */
    interface Watch {
        /** It came to its end. */
        void end();
    }
}
