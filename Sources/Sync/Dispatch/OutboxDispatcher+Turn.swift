import Connectors
import Fulfillment
import Logging
import Store

extension OutboxDispatcher {
  /// Messages of one receiver in one turn, so that what has become due elsewhere is seen in between.
  private static let batch = 50

  /// Does once what is due, for all receivers side by side.
  func turn() async throws -> DispatchReport {
    var report = DispatchReport(startedAt: time.now(), endedAt: time.now())
    try writeKept()
    let isNewTerm = adoptedFence != lease?.fence
    report.orphaned = try adopt()
    if isNewTerm { await clearLetters() }
    _ = try store.releaseHeld(now: time.now())
    let pending = Set(try store.pendingReceivers(now: time.now()))
    report.unreachable = pending.filter { receivers[$0] == nil && !$0.isEmpty }.sorted()
    let workers = receivers.values.map(worker).filter {
      pending.contains($0.receiver.name) || $0.reader != nil
    }
    // No worker ends another: a request under way must be waited for.
    let results = await withTaskGroup(of: DispatchWorker.Result.self) { group in
      for worker in workers {
        group.addTask { await worker.run(isPending: pending.contains(worker.receiver.name)) }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    report.receivers = results.map(\.report).filter { $0.hasProgress || !$0.troubles.isEmpty }
      .sorted { $0.receiver < $1.receiver }
    report.endedAt = time.now()
    for error in results.compactMap(\.error) {
      guard error is LeaseLost else { throw error }
      report.lostLease = true
    }
    if report.lostLease {
      tell(.lostLease)
      log.warning("the dispatch lease was lost to another process")
    }
    return report
  }

  /// Claims that nobody works on any more are in doubt; looked for once in each term of the lease.
  private func adopt() throws -> Int {
    guard let lease, adoptedFence != lease.fence else { return 0 }
    let receivers = receivers
    let count = try store.orphanClaims(
      lease: lease, powers: { receivers[$0]?.powers ?? .none }, now: time.now())
    adoptedFence = lease.fence
    if count > 0 {
      tell(.orphaned(count))
      log.notice("messages were left under way", metadata: ["count": "\(count)"])
    }
    return count
  }

  /// Letters to customers that a killed process left behind: nobody else is sending any now.
  private func clearLetters() async {
    for case .mailer(_, let folder) in receivers.values.map(\.door) {
      let result = await Blocking.run { [folders] in
        Result { () throws(FolderError) in try MailSender.clear(folder, folders) }
      }
      if case .failure(let error) = result {
        log.warning("letters were left behind", metadata: ["why": "\(error.reason)"])
      }
    }
  }

  /// Writes the outcomes that the store refused earlier, before anything else is done with them.
  private func writeKept() throws {
    while let (claim, outcome) = unsettled.first {
      let powers = receivers[claim.receiver]?.powers ?? .none
      do {
        try store.settle(claim, outcome, powers: powers, now: time.now())
      } catch let error as StoreError where error.kind == .refused {
        // No waiting helps. Under the next lease the claim counts as one without an owner.
        log.error("an outcome is lost", metadata: ["key": "\(claim.key)", "why": "\(error)"])
      }
      unsettled.removeFirst()
    }
  }

  private func keep(_ claim: Claim, _ outcome: SendOutcome) {
    unsettled.append((claim, outcome))
  }

  private func worker(_ receiver: Receiver) -> DispatchWorker {
    DispatchWorker(
      receiver: receiver, sender: fullSender(receiver), reader: reader(receiver), store: store,
      time: time, failPoint: failPoint, permit: { try await self.permit() },
      keep: { await self.keep($0, $1) }, tell: tell, batch: OutboxDispatcher.batch,
      isStopped: isStopped)
  }

  private func fullSender(_ receiver: Receiver) -> any Sender {
    guard let contesting = receiver.contesting else { return sender(receiver) }
    switch receiver.door {
    case .storefront(_, let authenticating):
      return EvidenceSender(
        line: line(receiver, .storefront, authenticating), service: contesting,
        others: sender(receiver))
    case .payments(let authenticating):
      return EvidenceSender(
        line: line(receiver, .payments, authenticating), service: contesting,
        others: sender(receiver))
    case .supplier, .folder, .spool, .mailer: return sender(receiver)
    }
  }

  private func sender(_ receiver: Receiver) -> any Sender {
    guard let refunding = receiver.refunding else { return ownSender(receiver) }
    switch receiver.door {
    case .storefront(_, let authenticating):
      return RefundSender(
        line: line(receiver, .storefront, authenticating), service: refunding, store: store,
        others: ownSender(receiver))
    case .payments(let authenticating):
      return RefundSender(
        line: line(receiver, .payments, authenticating), service: refunding, store: store,
        others: nil)
    case .supplier, .folder, .spool, .mailer: return ownSender(receiver)
    }
  }

  private func ownSender(_ receiver: Receiver) -> any Sender {
    switch receiver.door {
    case .supplier(let supplier, let authenticating):
      supplierSender(receiver, supplier, line(receiver, .supplier, authenticating))
    case .storefront(let shop, let authenticating):
      storefrontSender(receiver, shop, line(receiver, .storefront, authenticating))
    // Everything that goes there is a refund.
    case .payments: folderSender { _ in nil }
    case .folder(let supplier, let path):
      folderSender { claim in
        guard claim.kind == OutboxMessage.Kind.place.rawValue else { return nil }
        let folder = supplier.inbox.isEmpty ? path : path + "/" + supplier.inbox
        return folder + "/" + supplier.fileName(key: claim.purchaseKey)
      }
    case .spool(let path):
      folderSender { claim in
        // The key may hold what no file name should; its digest does not.
        let digest = Signing.hex(Signing.sha256(Array(claim.key.utf8)))
        return path + "/" + claim.kind.filter(\.isLetter) + "-" + digest.prefix(16) + ".eml"
      }
    case .mailer(let words, let folder):
      MailSender(
        words: words, folder: folder, folders: folders, time: time, failPoint: failPoint,
        permit: { _ = try await self.permit() })
    }
  }

  private func storefrontSender(
    _ receiver: Receiver, _ shop: any Fulfilling, _ line: AccountLine
  ) -> any Sender {
    var sender: any Sender = StorefrontSender(line: line, shop: shop)
    if receiver.cancelling != nil || receiver.holding != nil {
      sender = ShopSender(
        line: line, cancelling: receiver.cancelling, holding: receiver.holding, others: sender)
    }
    guard let noting = receiver.noting else { return sender }
    return NoteSender(line: line, shop: noting, others: sender)
  }

  private func supplierSender(
    _ receiver: Receiver, _ supplier: any Buying, _ line: AccountLine
  ) -> any Sender {
    let orders = SupplierSender(line: line, supplier: supplier)
    guard let claiming = receiver.claiming else { return orders }
    return ClaimSender(line: line, supplier: claiming, others: orders)
  }

  private func folderSender(_ path: @escaping @Sendable (Claim) -> String?) -> FolderSender {
    FolderSender(
      path: path, folders: folders, time: time, failPoint: failPoint,
      permit: { _ = try await self.permit() })
  }

  private func reader(_ receiver: Receiver) -> FolderReader? {
    guard case .folder(let supplier, let path) = receiver.door, !supplier.outbox.isEmpty else {
      return nil
    }
    return FolderReader(
      account: receiver.name, supplier: supplier, path: path, folders: folders, store: store,
      time: time)
  }

  private func line(
    _ receiver: Receiver, _ role: Account.Role, _ authenticating: (any Authenticating)?
  ) -> AccountLine {
    let limit = RateLimit(perSecond: receiver.requestsPerSecond / time.rate)
    var retry = policy.retry
    retry.attempts = 1
    let caller = Caller(
      account: Account(name: receiver.name, service: "", role: role), transport: transport,
      time: time, random: random, policy: policy, authenticating: authenticating,
      permit: { _ = try await self.permit() }, tell: { _ in }, retry: retry,
      session: sessions[receiver.name, limit])
    return AccountLine(caller: caller, failPoint: failPoint)
  }
}
