import Connectors
import Fulfillment
import Logging
import Store
import Sync
import TestSupport
import Testing

/// A shop whose orders come as files into a folder.
@Suite struct FolderPullTests {
  private let temporary: TemporaryStore
  private let engine: SyncEngine
  private let folders = DiskFolders()
  private var path: String { temporary.folder + "/orders" }

  init() throws {
    temporary = try TemporaryStore()
    let account = Account(name: "filed", service: "files-shop", role: .storefront)
    engine = SyncEngine(
      store: temporary.store,
      accounts: [
        ConnectedAccount(
          account, Credentials(options: ["folder": temporary.folder + "/orders"]),
          FilesShop.descriptor)
      ],
      transport: ScriptedTransport { (request, _) in
        FakeWorld(orders: 0, purchases: 0).answer(request)
      },
      time: ManualTime(Rig.now, automatic: true), random: RepeatableRandom(seed: 1),
      thresholds: Thresholds(),
      log: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
  }

  private func put(_ name: String, _ text: String) throws {
    try folders.write(Array(text.utf8), to: path + "/" + name)
  }

  private func names(_ folder: String = "") throws -> [String] {
    try folders.files(in: path + folder).map(\.name)
  }

  private let head = "order_id,status,date,order_currency,item_id,item_sku,item_quantity\n"

  @Test func filesAreTakenOnceAndPutAway() async throws {
    try put("a.csv", head + "1,processing,2026-03-01 10:00,EUR,1,MUG,1\n")
    try put(
      "b.json",
      #"[{"order_id": 2, "status": "processing", "date": "2026-03-01", "currency": "EUR","#
        + #" "item_id": 1, "item_sku": "LID", "item_quantity": 1}]"#)
    try put("c.csv.tmp", head)
    let first = try await engine.runOnce()
    #expect(first.accounts.first?.intake.imported == 2)
    #expect(first.hasTrouble == false)
    #expect(try names() == ["c.csv.tmp"])
    #expect(try names("/done") == ["a.csv", "b.json"])
    // The same content under another name is known; a changed order is taken again.
    try put("again.csv", head + "1,processing,2026-03-01 10:00,EUR,1,MUG,1\n")
    try put("later.csv", head + "1,completed,2026-03-01 10:00,EUR,1,MUG,1\n")
    let second = try await engine.runOnce()
    #expect(second.accounts.first?.intake.imported == 0)
    #expect(second.accounts.first?.intake.changed == 1)
    #expect(try temporary.store.counts().orders == 2)
  }

  @Test func aBadRowIsToldAndTheRestIsTaken() async throws {
    try put("a.csv", head + "x,processing,,EUR,1,MUG,1\n2,processing,2026-03-01,EUR,1,MUG,1\n")
    let report = try await engine.runOnce()
    #expect(report.accounts.first?.intake.imported == 1)
    #expect(report.accounts.first?.refused == ["a.csv:2:1: x is no order id"])
    #expect(try names("/done") == ["a.csv"])
  }

  @Test func aFolderThatIsNotThereIsEmpty() async throws {
    let report = try await engine.runOnce()
    #expect(report.hasTrouble == false && report.accounts.first?.items == 0)
  }
}
