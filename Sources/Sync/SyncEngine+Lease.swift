import Fulfillment
import Store

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Another process has the sync lease: this one must not store anything pulled any more.
struct LeaseLost: Error {}

extension SyncEngine {
  /// The one lease that all engines on a store compete for.
  package static let leaseName = "sync"

  /// `pid 4711 on harbour (a1b2c3)`: the mark tells engines of one process apart.
  package static func processName(_ random: any RandomSource) -> String {
    let process = ProcessInfo.processInfo
    return "pid \(process.processIdentifier) on \(process.hostName) (\(random.nonce().prefix(6)))"
  }

  /// Takes the lease, or renews it; false: another process has it.
  func acquire() throws -> Bool {
    lease = try store.lease(
      SyncEngine.leaseName, holder: holder, for: time.real(policy.lease), now: time.now())
    return lease != nil
  }

  /// Makes sure the lease is still ours, renewing it once half of its time has passed. Called before
  /// every request and before everything pulled is stored.
  func permit() throws {
    guard let lease else { throw LeaseLost() }
    let (left, span) = (
      (lease.until - time.now()).milliseconds, time.real(policy.lease).milliseconds
    )
    // More than was ever given means that the clock was set back: others may have seen it end.
    guard left < span / 2 || left > span else { return }
    let renewed = try store.lease(
      SyncEngine.leaseName, holder: holder, for: time.real(policy.lease), now: time.now())
    // A new fence means that it was somebody else's in between, who has moved the cursors.
    guard let renewed, renewed.fence == lease.fence else {
      self.lease = nil
      if let renewed { try store.release(renewed) }
      throw LeaseLost()
    }
    self.lease = renewed
  }

  /// Lets another process sync at once instead of after the lease has run out.
  func giveUpLease() throws {
    guard let lease else { return }
    self.lease = nil
    try store.release(lease)
  }

  /// Tells the store of the accounts: new ones get a row, those no longer configured are retired. Under
  /// the lease only, so that two processes with different configurations don't undo each other's.
  func register() throws {
    try store.register(
      accounts.map { AccountSetup(account: $0.account, cadence: $0.cadence) },
      retiringOthers: true, now: time.now())
  }
}
