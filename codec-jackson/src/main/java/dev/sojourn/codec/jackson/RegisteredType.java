// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec.jackson;

import java.util.List;

/**
 * A class of the application and the names by which stored values know it.
 *
 * @param name written
 * @param formerNames read, too
 * @param type the class
 */
record RegisteredType(String name, List<String> formerNames, Class<?> type) {}
