import Foundation
import Testing

@testable import supercargo

/// `serve` as it is run: the built binary on a free port of this machine, with one account that is never
/// asked anything because nobody answers there.
private final class Served {
  let program: Program
  let process: Process
  let port: Int
  static let secret = "whsec_0123456789abcdef0123456789abcdef"

  init() throws {
    program = try Program()
    program.environment["HOOKS"] = Self.secret
    let folder = program.home.path + "/.config/supercargo"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    // Port 9 answers nothing: what is received needs no pull.
    try """
    [[account]]
    name = "my shop"
    service = "woocommerce"
    url = "http://127.0.0.1:9"
    key = "env:HOOKS"
    secret = "env:HOOKS"
    webhook_secret = "env:HOOKS"

    """.write(toFile: folder + "/config.toml", atomically: true, encoding: .utf8)
    process = Process()
    process.executableURL = URL(filePath: Program.path)
    process.arguments = ["serve", "--port", "0"]
    process.environment = program.environment
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    var text = ""
    while !text.contains("my shop: ") {
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else { break }
      text += String(decoding: more, as: UTF8.self)
    }
    let start = try #require(text.range(of: "listening on http://127.0.0.1:"), "\(text)")
    port = try #require(Int(text[start.upperBound...].prefix { $0.isNumber }))
    #expect(text.contains("https://YOUR-HOST/hooks/my%20shop (proved by its webhook_secret)"))
  }

  deinit {
    guard process.isRunning else { return }
    process.terminate()
    process.waitUntilExit()
  }

  /// The status that a request is answered with, asked for by a client of its own.
  func status(_ arguments: [String], path: String = "/hooks/my%20shop") throws -> String {
    let client = Process()
    client.executableURL = URL(filePath: "/usr/bin/env")
    client.arguments =
      ["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "-m", "10"] + arguments
      + ["http://127.0.0.1:\(port)\(path)"]
    let output = Pipe()
    client.standardOutput = output
    try client.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    client.waitUntilExit()
    return String(decoding: text, as: UTF8.self)
  }

  /// A delivery of an order; nil signs nothing.
  func delivery(_ order: Int, id: String, signature: String?) throws -> [String] {
    var arguments = [
      "-X", "POST", "-H", "Content-Type: application/json", "-H",
      "X-WC-Webhook-Topic: order.updated", "-H", "X-WC-Webhook-Delivery-ID: \(id)",
      "--data-binary", Self.body(order),
    ]
    if let signature { arguments += ["-H", "X-WC-Webhook-Signature: \(signature)"] }
    return arguments
  }

  static func body(_ order: Int) -> String {
    #"{"id":\#(order),"number":"\#(order)","status":"processing","currency":"USD","#
      + #""date_created_gmt":"2026-10-01T10:00:00","date_modified_gmt":"2026-10-01T10:00:00","#
      + #""date_paid_gmt":"2026-10-01T10:00:00","total":"12.00","line_items":["#
      + #"{"id":1,"sku":"MUG","name":"Mug","quantity":1,"total":"12.00","price":12}]}"#
  }

  /// HMAC-SHA256 by another program than ours.
  static func sign(_ body: String) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "sh", "-c",
      "printf %s \"$1\" | openssl dgst -sha256 -hmac \"$2\" -binary | openssl base64 -A",
      "sh", body, secret,
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: text, as: UTF8.self)
  }

  static let hasTools = ["curl", "openssl"].allSatisfy { tool in
    ["/usr/bin/", "/bin/", "/usr/local/bin/", "/opt/homebrew/bin/"].contains {
      FileManager.default.isExecutableFile(atPath: $0 + tool)
    }
  }
}

@Suite(.enabled(if: Served.hasTools))
struct ServeTests {
  @Test func aSignedDeliveryIsTakenOnceAndEverythingElseRefused() throws {
    let served = try Served()
    let signature = try Served.sign(Served.body(4711))
    let good = try served.delivery(4711, id: "d1", signature: signature)
    #expect(try served.status(good) == "200")
    // Sent again, as services do; and another under its own id.
    #expect(try served.status(good) == "200")
    let other = try Served.sign(Served.body(4712))
    #expect(try served.status(served.delivery(4712, id: "d2", signature: other)) == "200")
    #expect(try served.status(served.delivery(4713, id: "d3", signature: signature)) == "401")
    #expect(try served.status(served.delivery(4713, id: "d4", signature: nil)) == "401")
    #expect(try served.status(good, path: "/hooks/your-shop") == "404")
    #expect(try served.status(good, path: "/") == "404")
    #expect(try served.status([]) == "405")
    let large = try served.program.file("large", String(repeating: "x", count: 2_200_000))
    #expect(try served.status(["--data-binary", "@" + large]) == "413")
    #expect(try served.status(["--data-binary", "webhook_id=7"]) == "200")

    let inbox = try served.program.run("inbox", "--json")
    #expect(inbox.objects.count == 2, "\(inbox.output)")
    #expect(inbox.objects.allSatisfy { $0["account"] as? String == "my shop" })
    let ended = Stopwatch.now
    kill(served.process.processIdentifier, SIGINT)
    served.process.waitUntilExit()
    #expect(served.process.terminationStatus == 0)
    #expect(Stopwatch.now - ended < 10_000_000_000)

    // What was in it has become orders, and doctor counts it.
    let orders = try served.program.run("orders", "--json")
    #expect(Set(orders.objects.compactMap { $0["name"] as? String }) == ["#4711", "#4712"])
    let doctor = try served.program.run("doctor", "--offline", "--json")
    let line = doctor.objects.first { $0["check"] as? String == "inbox" }
    #expect(line?["text"] as? String == "0 unread, 0 refused, 2 kept")
  }

  @Test func anUnreadableDeliveryStandsInDoctorsInbox() throws {
    let served = try Served()
    let body = "{\"id\":"
    let arguments = [
      "-X", "POST", "-H", "X-WC-Webhook-Topic: order.updated", "-H",
      "X-WC-Webhook-Signature: \(try Served.sign(body))", "--data-binary", body,
    ]
    #expect(try served.status(arguments) == "200")
    kill(served.process.processIdentifier, SIGTERM)
    served.process.waitUntilExit()
    #expect(served.process.terminationStatus == 0)
    let doctor = try served.program.run("doctor", "--offline", "--json")
    let line = doctor.objects.first { $0["check"] as? String == "inbox" }
    #expect(line?["result"] as? String == "warning")
    #expect((line?["text"] as? String)?.hasPrefix("0 unread, 1 refused (my shop: ") == true)
    #expect(line?["remedy"] as? String == "supercargo inbox --failed says why")
  }

  @Test func doctorSaysThatNothingWasReceived() throws {
    let program = try Program()
    _ = try program.run("simulate", "fill", "--orders", "3")
    let doctor = try program.run("doctor", "--offline", "--json")
    let line = doctor.objects.first { $0["check"] as? String == "inbox" }
    #expect(line?["text"] as? String == "nothing was received")
  }
}
