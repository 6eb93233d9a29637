import Console
import Dispatch

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Opens pages in the operator's browser. No shell ever sees the address: it is one word of the program's
/// arguments.
enum Browser {
  /// Programs that show a page on the terminal itself.
  private static let onTerminal: Set<String> = [
    "w3m", "lynx", "links", "links2", "elinks", "browsh", "carbonyl", "www-browser",
  ]

  /// The words to run for that page.
  struct Command: Hashable {
    var words: [String]
    /// It wants the terminal for itself.
    var needsTerminal: Bool
  }

  /// What to try, in order: each program of `$BROWSER` (parted by colons, `%s` stands for the address),
  /// else what the desktop has.
  static func commands(for link: SafeLink, environment: [String: String]) -> [Command] {
    let named = (environment["BROWSER"] ?? "").split(separator: ":").map { entry -> [String] in
      let words = entry.split(separator: " ").map(String.init)
      let filled = words.map { $0.replacing("%s", with: link.text) }
      return filled == words ? words + [link.text] : filled
    }.filter { $0.count > 1 }
    #if os(macOS)
      let usual = [["open", link.text]]
    #else
      // Without a screen there is nothing that could show it.
      let hasScreen = ["DISPLAY", "WAYLAND_DISPLAY"].contains { environment[$0]?.isEmpty == false }
      let usual = hasScreen ? [["xdg-open", link.text]] : []
    #endif
    return (named.isEmpty ? usual : named).map { words in
      let program = words[0].split(separator: "/").last.map(String.init) ?? words[0]
      return Command(words: words, needsTerminal: onTerminal.contains(program))
    }
  }

  /// Starts a program that opens a window of its own, and doesn't wait for it; false where there is none.
  static func start(_ words: [String]) -> Bool {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    // A group of its own: what is typed here never reaches it.
    guard let child = ShellWork.spawn(words, &actions, isApart: true) else { return false }
    DispatchQueue.global(qos: .utility).async {
      var status: Int32 = 0
      while waitpid(child, &status, 0) == -1, errno == EINTR {}
    }
    return true
  }
}
