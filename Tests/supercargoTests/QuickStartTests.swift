import Testing

@testable import supercargo

/// The plain ways to open the console skip the command parser; everything else must not.
@Test(
  arguments: [
    ([], nil, nil, false), (["console"], nil, nil, false),
    (["console", "--offline"], nil, nil, true), (["--offline"], nil, nil, true),
    (["console", "--store", "a.sqlite"], "a.sqlite", nil, false),
    (["--store", "a.sqlite", "--config", "b.toml", "--offline"], "a.sqlite", "b.toml", true),
  ] as [([String], String?, String?, Bool)])
func thePlainWaysToOpenTheConsoleAreRead(
  words: [String], store: String?, config: String?, isOffline: Bool
) throws {
  let session = try #require(ConsoleSession(words: words))
  #expect(session.home.store == store)
  #expect(session.home.config == config)
  #expect(session.isOffline == isOffline)
}

@Test(arguments: [
  ["orders"], ["console", "--help"], ["--version"], ["console", "--store"],
  ["console", "--store", "--offline"], ["console", "--verbose"], ["console", "extra"],
  ["--store=a.sqlite"], ["--generate-completion-script", "bash"],
])
func everythingElseIsLeftToTheParser(words: [String]) {
  #expect(ConsoleSession(words: words) == nil)
}

@Test func aStoreNamedOnTheCommandLineWinsOverTheEnvironment() {
  #expect(Home(store: "named.sqlite").storePath == "named.sqlite")
  #expect(Home(config: "named.toml").configurationPath == "named.toml")
}

@Test(arguments: [
  (JSON.string("a\"b\\c\n\t"), "\"a\\\"b\\\\c\\n\\t\""),
  (.string("\u{1B}[31m\u{9B}\u{202E}"), "\"\\u001b[31m\\u009b\\u202e\""),
  (.string("東京 ✓"), "\"東京 ✓\""), (.number(.nan), "null"), (.number(1.5), "1.5"),
  (.count(nil), "null"), (.array([.bool(true), .null]), "[true,null]"),
  (.object([("b", .integer(1)), ("a", .integer(2))]), "{\"b\":1,\"a\":2}"),
])
func jsonIsOneLineAndInert(value: JSON, line: String) {
  #expect(value.line == line)
}

@Test func percentilesComeFromTheSortedSample() {
  let sample = Sample([5, 1, 4, 2, 3])
  #expect(sample.median == 3)
  #expect(sample.percentile(0.99) == 5)
  #expect(sample.percentile(0) == 1)
  #expect(Sample([]).median == 0)
}
