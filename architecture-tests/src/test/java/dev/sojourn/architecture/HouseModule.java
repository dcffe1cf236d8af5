// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One module of the house, and whom it may know. The table of directions is {@link #ALL}.
 *
 * @param directory its directory, which is also the suffix of its artifact
 * @param name its module name, which is also its root package
 * @param mayKnow the directories of our modules that it may know
 * @param mayRequire the foreign modules that its descriptor may require, besides {@code java.base}
 * @param published whether users get it
 */
public record HouseModule(
        String directory, String name, Set<String> mayKnow, Set<String> mayRequire, boolean published) {

    /** Every module with classes; arrows point to the core. */
    public static final List<HouseModule> ALL = List.of(
            new HouseModule("core", "dev.sojourn", Set.of(), Set.of("org.jspecify"), true),
            new HouseModule(
                    "store-memory",
                    "dev.sojourn.store.memory",
                    Set.of("core"),
                    Set.of("org.jspecify", "com.github.benmanes.caffeine"),
                    true),
            new HouseModule(
                    "store-redis",
                    "dev.sojourn.store.redis",
                    Set.of("core"),
                    Set.of("org.jspecify", "redis.clients.jedis"),
                    true),
            new HouseModule(
                    "store-jdbc",
                    "dev.sojourn.store.jdbc",
                    Set.of("core"),
                    Set.of("org.jspecify", "java.sql", "org.postgresql.jdbc"),
                    true),
            new HouseModule("store-cookie", "dev.sojourn.store.cookie", Set.of("core"), Set.of("org.jspecify"), true),
            new HouseModule(
                    "codec-jackson",
                    "dev.sojourn.codec.jackson",
                    Set.of("core"),
                    Set.of("org.jspecify", "tools.jackson.databind", "tools.jackson.dataformat.smile"),
                    true),
            new HouseModule(
                    "micrometer",
                    "dev.sojourn.micrometer",
                    Set.of("core"),
                    Set.of("org.jspecify", "micrometer.core"),
                    true),
            new HouseModule("web", "dev.sojourn.web", Set.of("core"), Set.of("org.jspecify"), true),
            new HouseModule(
                    "servlet",
                    "dev.sojourn.servlet",
                    Set.of("core", "web"),
                    Set.of("org.jspecify", "jakarta.servlet"),
                    true),
            new HouseModule(
                    "testkit",
                    "dev.sojourn.testkit",
                    Set.of("core", "web"),
                    Set.of("org.jspecify", "org.junit.jupiter.api", "java.net.http", "java.logging"),
                    true),
            new HouseModule("test-servers", "dev.sojourn.servers", Set.of(), Set.of(), false),
            new HouseModule(
                    "demo",
                    "dev.sojourn.demo",
                    Set.of(
                            "core",
                            "store-memory",
                            "store-redis",
                            "store-jdbc",
                            "store-cookie",
                            "micrometer",
                            "web",
                            "servlet"),
                    Set.of(),
                    false));

    /** The modules that users get. */
    public static List<HouseModule> allPublished() {
        return ALL.stream().filter(HouseModule::published).toList();
    }

    /** Where its compiled classes are. */
    public Path classes() {
        return Project.ROOT.resolve(directory).resolve("target").resolve("classes");
    }

    /** Where its sources are. */
    public Path sources() {
        return Project.ROOT.resolve(directory).resolve("src").resolve("main").resolve("java");
    }

    /** Its compiled descriptor, if it has one. */
    public Optional<ModuleDescriptor> descriptor() {
        Path file = classes().resolve("module-info.class");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(ModuleDescriptor.read(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The packages that it exports to everyone; all of its packages as long as it has no descriptor. */
    public Set<String> exportedPackages() {
        return descriptor()
                .map(descriptor -> descriptor.exports().stream()
                        .filter(exports -> !exports.isQualified())
                        .map(ModuleDescriptor.Exports::source)
                        .collect(Collectors.toUnmodifiableSet()))
                .orElseGet(() ->
                        classNames().stream().map(HouseModule::packageOf).collect(Collectors.toUnmodifiableSet()));
    }

    /** The binary names of all of its classes, without descriptors of packages and of the module. */
    public List<String> classNames() {
        if (!Files.isDirectory(classes())) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(classes())) {
            return files.map(file -> classes().relativize(file).toString().replace('\\', '/'))
                    .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                    .filter(file -> !file.startsWith("META-INF/"))
                    .map(file ->
                            file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The package of a class. */
    public static String packageOf(String className) {
        int dot = className.lastIndexOf('.');
        return dot < 0 ? "" : className.substring(0, dot);
    }

    @Override
    public String toString() {
        return directory;
    }
}
