// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** A {@link SubjectServer} in a process of its own, so that its processor time is its own. */
final class SubjectProcess implements AutoCloseable {
    private final Process process;
    private final int port;

    private SubjectProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static SubjectProcess start(Subject subject, String address) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms512m",
                        "-Xmx512m",
                        "-XX:+UseParallelGC", // its threads rest between collections: less noise in processor time
                        "-cp",
                        System.getProperty("java.class.path"),
                        SubjectServer.class.getName(),
                        subject.name(),
                        address)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(SubjectServer.LISTENING)) {
                String port = line.substring(SubjectServer.LISTENING.length());
                return new SubjectProcess(process, Integer.parseInt(port));
            }
        }
        throw new IOException("the server of " + subject + " ended before it listened");
    }

    int port() {
        return port;
    }

    /** Processor time that it has used so far, user and system. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
