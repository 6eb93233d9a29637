import Connectors
import Foundation
import TestSupport
import Testing

@testable import Sync

@Suite struct SFTPFoldersTests {
  private let temporary: TemporaryStore
  private let far: FakeSFTP
  private let folders: SFTPFolders
  private let base = "sftp://agent@files.example/home"

  init() throws {
    temporary = try TemporaryStore()
    far = try FakeSFTP(in: temporary.folder)
    let place = try #require(SFTPPlace(base, identity: "/keys/agent"))
    folders = SFTPFolders([base: place], program: far.program)
  }

  @Test func aFileIsPutUnderAnotherNameAndThenGivenItsOwn() throws {
    try folders.prepare(for: base + "/in/a.csv")
    try folders.write(Array("po\n1\n".utf8), to: base + "/in/.a.csv.tmp")
    #expect(far.text("/home/in/.a.csv.tmp") == "po\n1\n")
    #expect(try folders.publish(base + "/in/.a.csv.tmp", as: base + "/in/a.csv"))
    #expect(far.text("/home/in/a.csv") == "po\n1\n")
    #expect(try !folders.contains(base + "/in/.a.csv.tmp"))
    #expect(try folders.contains(base + "/in/a.csv"))
  }

  @Test func itIsNeverAskedAndTrustsNoUnknownHost() throws {
    _ = try folders.files(in: base + "/out")
    let call = try #require(far.calls.first)
    #expect(call.contains("-o BatchMode=yes -o StrictHostKeyChecking=yes"))
    #expect(call.contains("-i /keys/agent -o IdentitiesOnly=yes"))
    #expect(call.hasSuffix("-- agent@files.example"))
  }

  @Test func aPortIsSaid() throws {
    let url = "sftp://agent@files.example:2222/home"
    let other = SFTPFolders([url: try #require(SFTPPlace(url))], program: far.program)
    _ = try other.files(in: url + "/out")
    #expect(far.calls.first?.contains("-P 2222 -- agent@files.example") == true)
  }

  @Test func nothingIsOverwritten() throws {
    try far.put("/home/in/.a.tmp", "new")
    try far.put("/home/in/a", "old")
    #expect(try !folders.publish(base + "/in/.a.tmp", as: base + "/in/a"))
    #expect(far.text("/home/in/a") == "old" && far.text("/home/in/.a.tmp") == "new")
    #expect(try !folders.move(base + "/in/.a.tmp", to: base + "/in/a"))
    #expect(far.text("/home/in/a") == "old")
  }

  @Test func whatIsThereIsListedReadAndPutAway() throws {
    try far.put("/home/out/shp 1 (neu).csv", "po,tracking\n")
    try far.put("/home/out/.hidden", "x")
    let files = try folders.files(in: base + "/out")
    #expect(files.map(\.name) == ["shp 1 (neu).csv"])
    #expect(files.map(\.size) == [12])
    let path = base + "/out/shp 1 (neu).csv"
    #expect(try folders.read(path, limit: 100) == Array("po,tracking\n".utf8))
    #expect(try folders.move(path, to: base + "/out/done/shp 1 (neu).csv"))
    #expect(far.text("/home/out/done/shp 1 (neu).csv") == "po,tracking\n")
    #expect(try folders.files(in: base + "/out").isEmpty)
    try folders.remove(base + "/out/done/shp 1 (neu).csv")
    try folders.remove(base + "/out/done/shp 1 (neu).csv")
    #expect(far.text("/home/out/done/shp 1 (neu).csv") == nil)
  }

  @Test func aFolderThatIsNotThereHasNoFiles() throws {
    #expect(try folders.files(in: base + "/nowhere").isEmpty)
    #expect(throws: FolderError.self) { try folders.contains(base + "/nowhere/a") }
  }

  @Test func aLongerFileIsNotRead() throws {
    try far.put("/home/out/a", "0123456789")
    #expect(throws: FolderError.self) { try folders.read(base + "/out/a", limit: 9) }
  }

  @Test func whatArrivedInPartIsNoSuccess() throws {
    try far.script(#"for last; do :; done; echo "-rw-r--r-- 1 0 0 3 Jan 1 10:00 .a.tmp""#)
    #expect(throws: FolderError("\(base)/in/.a.tmp has 3 bytes there of the 5 that were sent")) {
      try folders.write(Array("12345".utf8), to: base + "/in/.a.tmp")
    }
  }

  @Test(arguments: [
    "/out/a\nrm b", "/out/a\"b", "/out/*.csv", "/out/../../etc/passwd", "/out/[a]", "/out/!ls",
    "/out/a\u{202E}b", "/out//a", "/out/a;b",
  ])
  func anOddNameIsNeverUsed(name: String) throws {
    #expect(throws: FolderError.self) { try folders.read(base + name, limit: 10) }
    #expect(throws: FolderError.self) { try folders.remove(base + name) }
    #expect(far.calls.isEmpty)
  }

  @Test func anotherAccountsPathIsNotReached() throws {
    #expect(throws: FolderError.self) { try folders.files(in: "sftp://agent@files.example/homes") }
    #expect(throws: FolderError.self) { try folders.files(in: "sftp://else.example/home/out") }
    #expect(far.calls.isEmpty)
  }

  @Test(arguments: [
    (
      "echo 'Host key verification failed.' >&2; exit 255",
      "the key of agent@files.example is not known here: log in once by hand with sftp "
        + "agent@files.example"
    ),
    (
      "echo 'agent@files.example: Permission denied (publickey).' >&2; exit 255",
      "agent@files.example does not take our key"
    ),
    (
      "echo one >&2; echo 'ssh: connect to host x port 22: Connection refused' >&2; exit 255",
      "agent@files.example: ssh: connect to host x port 22: Connection refused"
    ),
    ("exit 3", "agent@files.example: sftp ended with 3"),
  ])
  func whyItFailedIsToldInTheOperatorsWords(script: String, reason: String) throws {
    try far.script(script)
    #expect(throws: FolderError(reason)) { try folders.files(in: base + "/out") }
  }

  @Test func aProgramThatIsNotThereIsNamed() throws {
    let place = try #require(SFTPPlace(base))
    let none = SFTPFolders([base: place], program: temporary.folder + "/no-such-program")
    do throws(FolderError) {
      _ = try none.files(in: base + "/out")
      Issue.record("it listed something")
    } catch {
      #expect(error.reason.contains("can't be started") && error.reason.contains("OpenSSH"))
    }
  }

  @Test func pathsOnTheDiskGoToTheDisk() throws {
    let routed = RoutedFolders(sftp: folders)
    try routed.write([65], to: temporary.folder + "/plain/a")
    #expect(try routed.read(temporary.folder + "/plain/a", limit: 9) == [65])
    try routed.write([66], to: base + "/in/b")
    #expect(far.text("/home/in/b") == "B")
  }
}

struct SFTPListingTests {
  @Test func aListingOfTheClientIsTakenApart() {
    let listing = SFTPListing(
      """
      sftp> cd "/home/out"
      sftp> ls -na
      drwxr-xr-x    ? 1000     1000         4096 Nov 22 18:34 .
      -rw-r--r--    1 1000     1000         1234 Jan 31 12:00 shp 1.csv
      -rw-r--r--    1 1000     1000            0 Jan 31  2025 -n
      lrwxrwxrwx    ? 0        0              11 Nov 22 18:34 link
      Connected to files.example.
      """)
    #expect(
      listing.files == [
        FolderFile(name: "-n", size: 0, version: "0 Jan 31 2025"),
        FolderFile(name: "shp 1.csv", size: 1234, version: "1234 Jan 31 12:00"),
      ])
    #expect(listing.names == [".", "shp 1.csv", "-n", "link"])
  }
}

struct ProgramTests {
  @Test func whatAProgramPrintsIsGathered() throws {
    let result = try #require(
      Program.run(
        "sh", ["-c", "echo out; echo err >&2; exit 7"], silence: 10, limit: 1000))
    #expect(
      result == Program.Result(status: 7, output: "out\n", errors: "err\n", isCut: false))
  }

  @Test func itReadsNothingFromUs() throws {
    let result = try #require(Program.run("cat", [], silence: 10, limit: 1000))
    #expect(result.output == "" && result.status == 0)
  }

  @Test func aProgramThatPrintsWithoutEndIsEnded() throws {
    let result = try #require(
      Program.run("sh", ["-c", "while :; do echo more; done"], silence: 10, limit: 10_000))
    #expect(result.isCut && result.output.utf8.count >= 10_000)
  }

  @Test func aSilentProgramIsEnded() throws {
    let result = try #require(Program.run("sleep", ["60"], silence: 0, limit: 1000))
    #expect(result.isCut)
  }

  @Test func oneThatIsToldToStopStops() throws {
    let result = try #require(
      Program.run("sleep", ["60"], silence: 60, limit: 1000, goesOn: { false }))
    #expect(result.isCut && result.status == 128 + 9)
  }
}
