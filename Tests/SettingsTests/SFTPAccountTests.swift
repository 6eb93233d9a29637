import Connectors
import Settings
import Testing

/// Accounts whose folder is at the far end of SFTP.
@Suite struct SFTPAccountTests {
  private func account(_ service: String, _ lines: String) throws -> ConfiguredAccount {
    let configuration = try Configuration.parse(
      "[[account]]\nname = \"a\"\nservice = \"\(service)\"\n" + lines, file: "/etc/cargo/c.toml",
      environment: ["HOME": "/home/kim"])
    return try #require(configuration.accounts.first)
  }

  @Test(arguments: ["files", "files-shop"])
  func anAddressTakesTheFoldersPlace(service: String) throws {
    let found = try account(
      service, "url = \"SFTP://agent@files.example:2222/home/agent/\"\nidentity = \"~/.ssh/agent\"")
    #expect(found.credentials.url == "sftp://agent@files.example:2222/home/agent")
    #expect(found.options == ["identity": "/home/kim/.ssh/agent"])
  }

  @Test(arguments: [
    ("files", "sftp://-oProxyCommand=x/a", "no sftp address"),
    ("files", "sftp://a@b/x y\\\"", "no sftp address"),
    ("files", "https://files.example", "files needs a folder"),
    ("woocommerce", "sftp://a@b/c", "not an http address"),
  ])
  func anythingElseIsRefused(service: String, url: String, words: String) {
    #expect {
      try account(service, "url = \"\(url)\"")
    } throws: {
      "\($0)".contains(words)
    }
  }
}
