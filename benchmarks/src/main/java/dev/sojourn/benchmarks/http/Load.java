// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.http;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Sends requests of random visitors over several connections at once, each as fast as the answers come. */
final class Load {
    /** How many requests are under way at once; so many connections a pool needs at most. */
    static final int CONNECTIONS = 16;

    private static final int VISITORS = 2_000;

    private final int port;
    private final List<String> cookies;

    private Load(int port, List<String> cookies) {
        this.port = port;
        this.cookies = cookies;
    }

    /** Lets every visitor arrive, and keeps the cookies that they get. */
    static Load arriving(int port) throws IOException {
        List<String> cookies = new ArrayList<>(VISITORS);
        try (LoadClient client = new LoadClient(port)) {
            byte[] arrival = LoadClient.request("/create", "");
            for (int visitor = 0; visitor < VISITORS; visitor++) {
                cookies.add(client.send(arrival));
            }
        }
        return new Load(port, cookies);
    }

    /** How many requests to the path were answered within this time. */
    long run(String path, Duration time, long seed) throws InterruptedException {
        List<byte[]> requests =
                cookies.stream().map(cookie -> LoadClient.request(path, cookie)).toList();
        long end = System.nanoTime() + time.toNanos();
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Future<Long>> counts = new ArrayList<>();
            SplittableRandom seeds = new SplittableRandom(seed);
            for (int connection = 0; connection < CONNECTIONS; connection++) {
                SplittableRandom random = seeds.split();
                counts.add(threads.submit(() -> until(end, requests, random)));
            }
            long total = 0;
            for (Future<Long> count : counts) {
                total += count.get();
            }
            return total;
        } catch (ExecutionException failed) {
            throw new IllegalStateException("the load on " + path + " failed: " + failed.getCause(), failed);
        } finally {
            threads.shutdownNow();
        }
    }

    private long until(long end, List<byte[]> requests, SplittableRandom random) throws IOException {
        long count = 0;
        try (LoadClient client = new LoadClient(port)) {
            while (System.nanoTime() < end) {
                client.send(requests.get(random.nextInt(requests.size())));
                count++;
            }
        }
        return count;
    }
}
