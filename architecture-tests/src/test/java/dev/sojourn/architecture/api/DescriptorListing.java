// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture.api;

import java.lang.module.ModuleDescriptor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** A module descriptor, written like its source and sorted. */
final class DescriptorListing {

    private DescriptorListing() {}

    static String text(ModuleDescriptor descriptor) {
        List<String> lines = new ArrayList<>();
        lines.add((descriptor.isOpen() ? "open module " : "module ") + descriptor.name());
        Set<String> requires = new TreeSet<>();
        descriptor
                .requires()
                .forEach(required -> requires.add("  requires " + modifiers(required.modifiers()) + required.name()));
        lines.addAll(requires);
        Set<String> exports = new TreeSet<>();
        descriptor
                .exports()
                .forEach(exported -> exports.add("  exports " + exported.source() + targets(exported.targets())));
        lines.addAll(exports);
        Set<String> opens = new TreeSet<>();
        descriptor.opens().forEach(opened -> opens.add("  opens " + opened.source() + targets(opened.targets())));
        lines.addAll(opens);
        Set<String> services = new TreeSet<>();
        descriptor.uses().forEach(used -> services.add("  uses " + used));
        descriptor
                .provides()
                .forEach(provided -> services.add(
                        "  provides " + provided.service() + " with " + String.join(", ", provided.providers())));
        lines.addAll(services);
        return String.join("\n", lines) + "\n";
    }

    private static String modifiers(Set<ModuleDescriptor.Requires.Modifier> modifiers) {
        Set<String> words = new TreeSet<>();
        modifiers.forEach(modifier -> words.add(modifier.name().toLowerCase(Locale.ROOT) + " "));
        return String.join("", words);
    }

    private static String targets(Collection<String> targets) {
        return targets.isEmpty() ? "" : " to " + String.join(", ", new TreeSet<>(targets));
    }
}
