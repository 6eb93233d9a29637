import Fulfillment
import Testing

/// Exactly once, against a far side that records orders: whatever is lost, late, asked twice, stopped,
/// resumed or misdated. A failing test names its seed.
@Suite struct SendingModelTests {
  /// Worlds of a seed, each played to its end.
  private func play(_ seed: UInt64, _ check: (SendingWorld) -> Void) {
    for index in 0..<80 {
      var world = SendingWorld(seed: seed &* 1000 &+ UInt64(index))
      for _ in 0..<80 {
        world.turn()
        check(world)
      }
    }
  }

  @Test(arguments: seeds)
  func atMostOneOrderIsEverRecorded(_ seed: UInt64) {
    play(seed) { world in
      #expect(world.far.recorded.count <= 1, "\(world.powers) \(world.fault) \(world.log)")
    }
  }

  @Test(arguments: seeds)
  func whereNobodyCanTellItIsSentOnce(_ seed: UInt64) {
    play(seed) { world in
      guard world.powers.deduplicates == nil, !world.powers.isQueryable else { return }
      #expect(world.sends <= 1, "\(world.fault) \(world.log)")
    }
  }

  @Test(arguments: seeds)
  func whatIsSaidIsSoUnlessAnOperatorGuessed(_ seed: UInt64) {
    play(seed) { world in
      guard !world.isSettledByOperator else { return }
      switch world.sending.state {
      case .sent: #expect(!world.far.recorded.isEmpty, "\(world.log)")
      case .proposed, .rejected, .withdrawn: #expect(!world.far.hasOrWill, "\(world.log)")
      case .held, .ready: #expect(!world.far.hasOrWill, "\(world.powers) \(world.log)")
      case .claimed, .unknown, .waiting: break
      }
    }
  }

  @Test(arguments: seeds)
  func everyUnsettledMessageHasANextStep(_ seed: UInt64) {
    play(seed) { world in
      let step = world.sending.step(powers: world.powers, now: world.now)
      let isNobodys = world.sending.state.isFinal || world.sending.state == .claimed
      #expect((step == .nothing) == isNobodys)
      guard case .wait(let until) = step else { return }
      #expect(until > world.now)
      if world.sending.state != .held { #expect(until <= world.now + Sending.longestPause) }
    }
  }

  @Test(arguments: seeds)
  func fieldsAgreeWithTheState(_ seed: UInt64) {
    play(seed) { world in
      let sending = world.sending
      if sending.state.isInDoubt { #expect(sending.isDoubtful && sending.lastSentAt != nil) }
      if sending.state.isHere || sending.state.isFinal { #expect(!sending.isDoubtful) }
      if !sending.state.isHere { #expect(sending.holdUntil == nil) }
      #expect((sending.firstSentAt == nil) == (sending.lastSentAt == nil))
      #expect(sending.attempts >= 0 && sending.asked <= Sending.patience)
      #expect(!world.log.contains("CHANGED BY A REFUSED EVENT"))
      #expect(!world.log.contains("the step was refused"))
    }
  }

  /// The first time, and `patience` times again.
  @Test(arguments: seeds)
  func nothingIsSentWithoutEnd(_ seed: UInt64) {
    play(seed) { world in
      #expect(world.sends <= Sending.patience + 1, "\(world.powers) \(world.log)")
    }
  }

  @Test(arguments: seeds)
  func everyMessageComesToAnEndOnceTheWorldIsKind(_ seed: UInt64) {
    for index in 0..<80 {
      var world = SendingWorld(seed: seed &* 1000 &+ UInt64(index))
      for _ in 0..<(index * 2) { world.turn() }
      let isOver = world.comeToAnEnd()
      #expect(isOver, "\(world.powers) \(world.sending) \(world.log.suffix(20))")
      #expect(world.far.recorded.count <= 1)
    }
  }

  /// The worlds are worth playing: what is to be feared does happen in them.
  @Test func worldsLoseRepeatAndSettle() {
    var (reached, lost, repeated): (Set<Sending.State>, Int, Int) = ([], 0, 0)
    for seed in 0..<600 as Range<UInt64> {
      var world = SendingWorld(seed: seed)
      for _ in 0..<80 {
        world.turn()
        reached.insert(world.sending.state)
      }
      lost += world.log.contains { $0.hasPrefix("lost") } ? 1 : 0
      repeated += world.sends > 1 ? 1 : 0
    }
    #expect(reached == Set(Sending.State.allCases))
    #expect(lost > 30)
    #expect(repeated > 20)
  }
}
