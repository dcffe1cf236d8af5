// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec.jackson;

import tools.jackson.databind.ObjectMapper;
import tools.jackson.dataformat.smile.SmileFactory;
import tools.jackson.dataformat.smile.SmileMapper;
import tools.jackson.dataformat.smile.SmileWriteFeature;

/** The binary format; a class of its own, because its artifact need not be there. */
final class SmileFormat {
    private SmileFormat() {}

    static ObjectMapper mapper(MapperSettings settings) {
        return settings.apply(SmileMapper.builder(
                        settings.constrained(SmileFactory.builder()).build()))
                // The length of a value is known, so bytes need not be kept from looking like its end.
                .disable(SmileWriteFeature.ENCODE_BINARY_AS_7BIT)
                .build();
    }
}
