// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

/** The machine that the tests run on. */
final class Platform {

    private Platform() {}

    static boolean isLinuxOnX86() {
        return System.getProperty("os.name").startsWith("Linux")
                && System.getProperty("os.arch").equals("amd64");
    }
}
