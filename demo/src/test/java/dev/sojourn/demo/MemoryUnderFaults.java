// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

/** The heap of one server: nothing of its own can break, and with the server it is gone. */
final class MemoryUnderFaults implements StoreUnderFaults {

    @Override
    public String url() {
        return MemoryDemoStore.NAME;
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public void breakDown() {}

    @Override
    public int faults() {
        return 0;
    }

    @Override
    public void close() {}
}
