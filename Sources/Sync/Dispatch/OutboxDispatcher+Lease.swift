import Fulfillment
import Store

extension OutboxDispatcher {
  /// The one lease that all dispatchers on a store compete for.
  package static let leaseName = "dispatch"

  /// Takes the lease, or renews it; false: another process has it.
  func acquire() throws -> Bool {
    lease = try store.lease(
      OutboxDispatcher.leaseName, holder: holder, for: time.real(policy.lease), now: time.now())
    return lease != nil
  }

  /// Makes sure the lease is still ours, renewing it once half of its time has passed. Called right
  /// before anything leaves.
  func permit() throws -> Lease {
    guard let lease else { throw LeaseLost() }
    let (left, span) = (
      (lease.until - time.now()).milliseconds, time.real(policy.lease).milliseconds
    )
    // More than was ever given means that the clock was set back: others may have seen it end.
    guard left < span / 2 || left > span else { return lease }
    let renewed = try store.lease(
      OutboxDispatcher.leaseName, holder: holder, for: time.real(policy.lease), now: time.now())
    // A new fence means that it was somebody else's in between, who has taken our claims for lost.
    guard let renewed, renewed.fence == lease.fence else {
      self.lease = nil
      if let renewed { try store.release(renewed) }
      throw LeaseLost()
    }
    self.lease = renewed
    return renewed
  }

  /// Lets another process dispatch at once instead of after the lease has run out.
  func giveUpLease() throws {
    guard let lease else { return }
    self.lease = nil
    try store.release(lease)
  }
}
