// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture.api;

import dev.sojourn.architecture.GoldenFile;
import dev.sojourn.architecture.HouseModule;
import dev.sojourn.architecture.Project;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a module shows its users changes only on purpose. */
class GoldenApiTest {

    @ParameterizedTest
    @MethodSource("modules")
    void public_types_and_members_are_as_listed(HouseModule module) {
        GoldenFile.check(
                Project.ROOT.resolve("architecture-tests/api/" + module.directory() + ".api"),
                new ApiListing(module).text());
    }

    @ParameterizedTest
    @MethodSource("modules")
    void module_descriptor_is_as_listed(HouseModule module) {
        GoldenFile.check(
                Project.ROOT.resolve("architecture-tests/api/" + module.directory() + ".module"),
                module.descriptor().map(DescriptorListing::text).orElse("no module descriptor\n"));
    }

    static List<HouseModule> modules() {
        return HouseModule.allPublished();
    }
}
