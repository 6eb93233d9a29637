import Connectors
import Fulfillment
import Store

extension AccountPull {
  /// Takes the orders that a shop has put into its folder: each file once, whatever it is called, and then
  /// out of the way into `done`. What is wrong with a file is told and ends nothing.
  mutating func readFolder(_ shop: any FolderStorefront) async throws {
    guard let root = connected.folder else { return }
    let folder = shop.outbox.isEmpty ? root : root + "/" + shop.outbox
    let listed: [FolderFile]
    do throws(FolderError) {
      listed = try folders.files(in: folder).filter(FolderReader.isWhole)
    } catch {
      throw PullFailure(error: .unavailable(error.reason.sanitised(limit: 300)))
    }
    var taken = 0
    for file in listed.prefix(FolderReader.batch) {
      try await caller.permit()
      do {
        try take(file, in: folder, of: shop)
        taken += 1
      } catch let error as FolderError {
        report.refused.append(error.reason.sanitised(limit: 300))
      }
    }
    report.hasMore = listed.count > FolderReader.batch && taken > 0
  }

  private mutating func take(
    _ file: FolderFile, in folder: String, of shop: any FolderStorefront
  ) throws {
    let bytes = try FolderReader.whole(file, in: folder, folders)
    let digest = Signing.hex(Signing.sha256(bytes))
    let shown = file.name.sanitised(limit: 120)
    if try !store.hasRead(name, digest: digest) {
      let found = shop.read(bytes, name: shown)
      let result = try store.take(
        found.items, fromFile: shown, digest: digest, of: name, now: now)
      count(result, items: found.items.count)
      report.refused += found.refused.map { "\($0)".sanitised(limit: 300) }
    }
    try FolderReader.putAway(file, digest: digest, in: folder, folders)
  }
}
