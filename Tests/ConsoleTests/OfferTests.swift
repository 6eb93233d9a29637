import Canvas
import Fulfillment
import Testing

@testable import Console

/// A supplier's offers: looked through and changed.
struct OfferTests {
  private func session(_ keys: String = "") -> SampleSession {
    var session = SampleSession(size: .wide)
    session.press("3f" + keys)
    return session
  }

  private func saved(_ session: SampleSession) -> [(Offer, Offer, String)] {
    session.seen.compactMap {
      if case .saveOffer(let before, let after, let change, _) = $0 {
        (before, after, change)
      } else {
        nil
      }
    }
  }

  @Test func aSupplierOpensItsOffers() {
    let session = session()
    #expect(session.screen.contains("Offers of CJ"))
    #expect(session.screen.contains("VAR-00-40") && session.screen.contains("1/40"))
  }

  @Test func onlyAWindowOfThemIsHeld() {
    var session = SampleSession(size: .narrow)
    session.state.size = Size(columns: 80, rows: 9)
    session.press("3f")
    #expect((session.state.offers?.page?.rows.count ?? 0) < 40)
    session.press("G")
    #expect(session.state.offers?.row?.offer.sku == "VAR-39-40")
    #expect(session.screen.contains("VAR-39-40"))
    session.press("g")
    #expect(session.state.offers?.row?.offer.sku == "VAR-00-40")
  }

  @Test func aChangeIsShownBeforeItIsWritten() throws {
    var session = session("je<down><ctrl-u>")
    session.type("9.99")
    session.press("<enter>")
    #expect(saved(session).isEmpty)
    #expect(session.screen.contains("cost 4.60 -> 9.99"))
    session.press("y")
    let edit = try #require(saved(session).first)
    #expect(edit.0.cost?.minor == 460 && edit.1.cost?.minor == 999)
    #expect(edit.2 == "cost 4.60 -> 9.99")
    #expect(session.notice?.contains("written down") == true)
    #expect(session.screen.contains("$9.99"))
  }

  @Test func theLastChangeCanBeTakenBack() {
    var session = session("je<down><ctrl-u>")
    session.type("9.99")
    session.press("<enter>yu")
    #expect(saved(session).last?.1.cost?.minor == 460)
    #expect(saved(session).last?.2 == "taken back: cost 4.60 -> 9.99")
    #expect(session.screen.contains("$4.60"))
    session.press("u")
    #expect(saved(session).count == 2)
    #expect(session.notice == "No offer was changed here")
  }

  @Test func whatCanNotBeReadStaysInTheForm() {
    var session = session("e<down>")
    session.type("x")
    session.press("<enter>")
    #expect(session.screen.contains("! cost is not an amount in USD"))
    session.press("<backspace><enter>")
    #expect(session.screen.contains("nothing is different"))
    session.press("<esc>")
    #expect(session.state.offers != nil && session.state.offers?.form == nil)
    #expect(saved(session).isEmpty)
  }

  @Test func aMappingIsMarkedRenewed() {
    var session = session("R")
    #expect(session.notice?.contains("need not be renewed") == true)
    session.press("jj")
    #expect(session.screen.contains("not taken until it is renewed: option names changed"))
    session.press("Ry")
    #expect(saved(session).last?.1.renewal == "")
    #expect(saved(session).last?.2 == "renewal option names changed -> nothing")
  }

  @Test func aFailureGivesTheFormBack() throws {
    var session = session("e")
    let effects = update(&session.state, .key(.enter, session.board.now))
    guard case .checkOffer(_, _, let number)? = effects.first else {
      Issue.record("nothing was asked")
      return
    }
    _ = update(&session.state, .key(.character("z"), session.board.now))
    session.send(.failed("the store is busy", number, session.board.now))
    #expect(session.state.offers?.form?.waiting == nil)
    #expect(session.state.offers?.form?.fields[0].input.text == "CJYD1000")
  }

  @Test func aSupplierWithoutOffersSaysHowTheyCome() {
    var session = SampleSession(size: .wide)
    for index in session.board.suppliers.indices { session.board.suppliers[index].offers = 0 }
    session.press("3f")
    #expect(session.screen.contains("supercargo import offers-csv FILE"))
    session.press("ee<esc>")
    #expect(session.state.overlay == nil)
  }
}

extension ConsoleState {
  fileprivate var offers: OfferSheet? {
    if case .offers(let sheet) = overlay { sheet } else { nil }
  }
}
