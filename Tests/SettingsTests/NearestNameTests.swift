import Settings
import Testing

@Suite struct NearestNameTests {
  private let keys = ["name", "service", "url", "key", "secret", "every"]

  @Test(arguments: [
    ("sevice", "service"), ("Service", "service"), ("serivce", "service"), ("nmae", "name"),
    ("secrets", "secret"), ("ky", "key"), ("keyy", "key"), ("evry", "every"),
  ])
  func findsWhatWasMeant(written: String, meant: String) {
    #expect(NearestName.of(written, among: keys) == meant)
    #expect(NearestName.remedy(written, among: keys) == "did you mean \"\(meant)\"?")
  }

  @Test(arguments: ["password", "x-very-long-and-strange-word", "authentication"])
  func saysNothingWhereNothingIsNear(written: String) {
    #expect(NearestName.of(written, among: keys) == nil)
    #expect(
      NearestName.remedy(written, among: keys)
        == "write one of: every, key, name, secret, service, url")
  }

  @Test func hostileLengthIsNoWork() {
    #expect(NearestName.of(String(repeating: "a", count: 100_000), among: keys) == nil)
  }

  @Test func nothingIsKnown() { #expect(NearestName.of("a", among: []) == nil) }
}

@Suite struct XDGTests {
  @Test func defaultsAreBelowHome() {
    let folders = XDG(environment: ["HOME": "/home/kim"])
    #expect(folders.store == "/home/kim/.local/share/supercargo/supercargo.sqlite")
    #expect(folders.configuration == "/home/kim/.config/supercargo/config.toml")
    #expect(
      ConfigurationFolder(of: folders.configuration).themes
        == "/home/kim/.config/supercargo/themes")
    #expect(folders.log == "/home/kim/.local/state/supercargo/supercargo.log")
  }

  @Test func variablesWin() {
    let folders = XDG(environment: [
      "HOME": "/home/kim", "XDG_DATA_HOME": "/data/", "XDG_CONFIG_HOME": "/etc/kim",
      "XDG_STATE_HOME": "/var/kim//",
    ])
    #expect(folders.dataFolder == "/data/supercargo")
    #expect(folders.configFolder == "/etc/kim/supercargo")
    #expect(folders.stateFolder == "/var/kim/supercargo")
  }

  @Test(arguments: ["", "relative/path", "./x", "~/x"])
  func whatIsNoAbsolutePathIsIgnored(value: String) {
    let folders = XDG(environment: ["HOME": "/home/kim", "XDG_DATA_HOME": value])
    #expect(folders.dataFolder == "/home/kim/.local/share/supercargo")
  }

  @Test func withoutHomeEverythingIsBelowTheCurrentFolder() {
    #expect(XDG(environment: [:]).configFolder == "./.config/supercargo")
  }

  @Test func rootIsAFolderToo() {
    #expect(XDG(environment: ["HOME": "/"]).dataFolder == "/.local/share/supercargo")
  }
}
