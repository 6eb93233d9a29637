import ArgumentParser

/// `supercargo completions SHELL`
struct CompletionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions", abstract: "Print completions for bash, zsh or fish.")

  @Argument(help: "bash, zsh or fish.")
  var shell: String

  func run() throws {
    guard let shell = CompletionShell(rawValue: shell) else {
      throw ValidationError("there are completions for bash, zsh and fish, not for \(shell)")
    }
    Standard.print(Supercargo.completionScript(for: shell))
  }
}
