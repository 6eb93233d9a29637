import Fulfillment
import Testing

private let day = Timestamp(seconds: 1_772_438_400)

private func dispute(_ change: (inout Dispute) -> Void = { _ in }) -> Dispute {
  var dispute = Dispute(
    externalID: "du_1", order: "7", payment: "ch_1", kind: .chargeback, state: .open,
    reason: "fraudulent", amount: Money(minor: 4000, currency: .usd), openedAt: day,
    evidenceDueAt: day + .days(9))
  change(&dispute)
  return dispute
}

struct DisputeMergeTests {
  private static let course: [Dispute] = [
    dispute { $0.kind = .inquiry }, dispute(), dispute { $0.evidenceSentAt = day + .days(1) },
    dispute {
      $0.state = .underReview
      $0.evidenceSentAt = day + .days(1)
    },
    dispute {
      $0.state = .won
      $0.evidenceSentAt = day + .days(1)
      $0.closedAt = day + .days(20)
    },
  ]

  /// Whatever the order in which the same words come, and however often, the newest stands.
  @Test(arguments: course.indices, course.indices)
  func theOrderOfWordsDoesNotMatter(_ first: Int, _ second: Int) {
    let (one, other) = (Self.course[first], Self.course[second])
    #expect(one.following(other) == other.following(one))
    #expect(one.following(other) == Self.course[max(first, second)])
    #expect(one.following(other).following(other) == one.following(other))
  }

  @Test func whatAWordLeavesOutStays() {
    let known = dispute()
    let bare = Dispute(externalID: "du_1", kind: .chargeback, state: .underReview)
    let merged = known.following(bare)
    #expect(merged == dispute { $0.state = .underReview })
  }

  @Test func aWordThatTellsNoStateChangesNone() {
    let known = dispute { $0.state = .underReview }
    #expect(known.following(dispute { $0.state = .unknown }).state == .underReview)
  }

  @Test func theOrderIsLearntFromAnyWord() {
    let nameless = dispute {
      $0.state = .lost
      $0.order = ""
      $0.payment = ""
    }
    let merged = nameless.following(dispute())
    #expect(merged.order == "7")
    #expect(merged.payment == "ch_1")
    #expect(merged.state == .lost)
  }

  @Test func aCaseThatIsTakenUpAgainIsOpen() {
    let closed = dispute {
      $0.state = .won
      $0.evidenceSentAt = day + .days(1)
      $0.closedAt = day + .days(20)
    }
    let again = dispute { $0.evidenceDueAt = day + .days(30) }
    let merged = closed.following(again)
    #expect(merged.state == .open)
    #expect(merged.evidenceSentAt == nil)
    #expect(merged.closedAt == nil)
    // The same deadline is an old word.
    #expect(closed.following(dispute()).state == .won)
  }

  @Test func anInquiryMayBecomeAChargeback() {
    let closed = dispute {
      $0.kind = .inquiry
      $0.state = .underReview
      $0.evidenceSentAt = day
    }
    let merged = closed.following(dispute())
    #expect(merged.kind == .chargeback)
    #expect(merged.state == .open)
    #expect(merged.evidenceSentAt == nil)
  }

  @Test func aClosedOneIsClosedByNow() {
    #expect(dispute { $0.state = .lost }.closing(day).closedAt == day)
    #expect(dispute().closing(day).closedAt == nil)
    let told = dispute {
      $0.state = .lost
      $0.closedAt = day
    }
    #expect(told.closing(day + .days(1)).closedAt == day)
  }
}
