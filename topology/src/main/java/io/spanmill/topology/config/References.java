package io.spanmill.topology.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values that stand elsewhere: {@code ${env:NAME}} in the environment, {@code ${file:/path}} in a
 * file, as a whole but for the line break at its end. What is put in is not looked through again.
 *
 * @param left names that mean something else, to somebody else
 */
record References(Map<String, String> environment, Set<String> left) {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]*)}");

  /**
   * The value with what it refers to.
   *
   * @param place where the value is written
   * @throws ConfigException that names the reference, where there is nothing behind it
   */
  String resolved(Place place, String value) {
    return REFERENCE
        .matcher(value)
        .replaceAll(reference -> Matcher.quoteReplacement(resolved(place, reference)));
  }

  private String resolved(Place place, MatchResult reference) {
    if (left.contains(reference.group(1))) {
      return reference.group();
    }
    boolean variable = reference.group(1).equals("env");
    String found = variable ? variable(place, reference) : file(place, reference);
    if (found.isEmpty()) {
      throw place.wrong(reference.group() + " is empty");
    }
    return found;
  }

  private String variable(Place place, MatchResult reference) {
    String value = environment.get(reference.group(2));
    if (value == null) {
      throw place.wrong(reference.group() + ": there is no such variable in the environment");
    }
    return value;
  }

  private static String file(Place place, MatchResult reference) {
    try {
      return Files.readString(Path.of(reference.group(2))).replaceFirst("\\R\\z", "");
    } catch (NoSuchFileException missing) {
      throw place.wrong(reference.group() + ": there is no such file");
    } catch (CharacterCodingException notText) {
      throw place.wrong(reference.group() + ": is not UTF-8 text");
    } catch (IOException | InvalidPathException unreadable) {
      throw place.wrong(reference.group() + ": cannot be read: " + unreadable.getMessage());
    }
  }
}
