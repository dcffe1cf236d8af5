// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What haproxy needs to know to put one address before several servers of the demo. */
final class BalancerFile {
    private BalancerFile() {}

    /** Writes it to a temporary file, which is gone when this process ends. */
    static Path write(int port, List<Integer> serverPorts) throws IOException {
        StringBuilder servers = new StringBuilder();
        for (int serverPort : serverPorts) {
            servers.append("    server port-%d localhost:%d check inter 500ms fall 1 rise 1%n"
                    .formatted(serverPort, serverPort));
        }
        Path file = Files.createTempFile("sojourn-demo-", ".cfg");
        file.toFile().deleteOnExit();
        return Files.writeString(file, """
                defaults
                    mode http
                    timeout connect 2s
                    timeout client 30s
                    timeout server 30s
                frontend visitors
                    bind localhost:%d
                    default_backend servers
                backend servers
                    balance roundrobin
                    option httpchk GET /style.css
                    http-response set-header X-Node %%s
                %s""".formatted(port, servers));
    }
}
