import Connectors
import Fulfillment
import Store

/// Reads what a supplier has put into its folder: each file once, whatever it is called, and then moves
/// it out of the way.
struct FolderReader: Sendable {
  let account: String
  let supplier: any FolderSupplier
  /// The folder shared with the supplier.
  let path: String
  let folders: any Folders
  let store: Store
  let time: any Clock

  /// A longer file is nobody's order list, in bytes.
  static let maxSize = 16 * 1024 * 1024
  /// Files taken in one turn.
  static let batch = 50

  /// What was read.
  struct Reading: Equatable {
    var files = 0
    /// What could not be read or taken, in the operator's words.
    var troubles: [String] = []
  }

  /// Reads what is there, oldest name first. Throws what the store throws; what is wrong with the folder
  /// or its files is told in the result.
  func read() throws -> Reading {
    var reading = Reading()
    guard !supplier.outbox.isEmpty else { return reading }
    let folder = path + "/" + supplier.outbox
    let files: [FolderFile]
    do throws(FolderError) {
      files = try folders.files(in: folder)
    } catch {
      reading.troubles.append(error.reason)
      return reading
    }
    for file in files.filter(FolderReader.isWhole).prefix(FolderReader.batch) {
      do {
        reading.troubles += try take(file, in: folder)
        reading.files += 1
      } catch let error as FolderError {
        reading.troubles.append(error.reason.sanitised(limit: 300))
      }
    }
    return reading
  }

  /// Somebody has finished writing it.
  static func isWhole(_ file: FolderFile) -> Bool {
    let name = file.name.lowercased()
    return file.size > 0 && !name.hasPrefix(".") && !name.hasSuffix(".tmp")
      && !name.hasSuffix(".part") && !name.hasSuffix(".filepart")
  }

  /// Takes one file in, if it is new, and moves it; returns what of it could not be taken.
  private func take(_ file: FolderFile, in folder: String) throws -> [String] {
    let bytes = try FolderReader.whole(file, in: folder, folders)
    // Whoever can write there names files as he likes.
    let name = file.name.sanitised(limit: 120)
    let digest = Signing.hex(Signing.sha256(bytes))
    var troubles: [String] = []
    if try !store.hasRead(account, digest: digest) {
      let now = time.now()
      let report = supplier.read(bytes, name: file.name, now: now)
      let result = try store.take(
        FileReport(report), account: account, digest: digest, name: name, now: now)
      troubles =
        result.refused.map { "\(name): \($0)" }
        + report.unreadable.map { "\($0.id): \($0.reason)".sanitised(limit: 300) }
    }
    try FolderReader.putAway(file, digest: digest, in: folder, folders)
    return troubles
  }

  /// Everything in a file that nobody writes on any more.
  static func whole(
    _ file: FolderFile, in folder: String, _ folders: any Folders
  ) throws(FolderError) -> [UInt8] {
    let source = folder + "/" + file.name
    let bytes = try folders.read(source, limit: maxSize)
    // Still growing: next time.
    guard bytes.count == file.size,
      try folders.files(in: folder).contains(file)
    else { throw FolderError("\(source) is still being written") }
    return bytes
  }

  /// Moves a file that was taken into `done`.
  static func putAway(
    _ file: FolderFile, digest: String, in folder: String, _ folders: any Folders
  ) throws(FolderError) {
    let (source, done) = (folder + "/" + file.name, folder + "/done/")
    if try !folders.move(source, to: done + file.name) {
      // The same name came before, with other content or with the same.
      let other = done + digest.prefix(12) + "-" + file.name
      if try !folders.move(source, to: other) { try folders.remove(source) }
    }
  }
}

extension FileReport {
  /// The same as the store takes it.
  init(_ report: FolderReport) {
    self.init(
      purchases: report.purchases,
      refusedLines: report.refusedLines.map {
        RefusedLine(
          key: $0.key, supplierSKU: $0.supplierSKU, quantity: $0.quantity, reason: $0.reason)
      },
      stock: report.stock.map {
        StockTold(supplierSKU: $0.supplierSKU, quantity: $0.quantity)
      }, notes: report.notes,
      shipped: report.shipped.map {
        ShippedLine(
          key: $0.key, number: $0.order, supplierSKU: $0.supplierSKU, quantity: $0.quantity,
          tracking: $0.tracking)
      })
  }
}
