package downloads

import (
	"net/http"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

func badAnswer(host string, what i18n.Text, err error) *outcome {
	return again(&fault.Error{Kind: fault.Network, Code: codeBadAnswer, Guide: "network", Cause: what, Err: err,
		Title: i18n.T(&goi18n.Message{ID: "downloads.bad-answer.title", Other: "{{.Host}} gave an answer that can't be right."}, "Host", host),
		Safe:  i18n.T(&goi18n.Message{ID: "downloads.bad-answer.safe", Other: "What came so far is kept. None of that answer was used."}),
		Steps: steps(i18n.T(&goi18n.Message{ID: "downloads.bad-answer.step", Other: "Nothing: it is tried again a few times by itself."}))})
}

// shortAnswer is the outcome of an honest part that is shorter than what was asked for.
func shortAnswer(host string) *outcome {
	return badAnswer(host, i18n.T(&goi18n.Message{ID: "downloads.bad-answer.short.cause", Other: "It sent less than was asked for."}), nil)
}

func becauseLongHeader() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "downloads.bad-answer.header.cause", Other: "The header of its answer is far too large."})
}

func becausePartForWhole() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "downloads.bad-answer.part.cause", Other: "It sent a part where the whole file was asked for."})
}

func becauseWholeForPart() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "downloads.bad-answer.whole.cause", Other: "It sent the whole file where a part was asked for."})
}

func becauseRangeUnclear() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "downloads.bad-answer.range.cause", Other: "It does not say properly which part it sends."})
}

func becauseOtherRange() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "downloads.bad-answer.other-part.cause", Other: "It sent another part than was asked for."})
}

func becauseRangeLength() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "downloads.bad-answer.length.cause", Other: "The length of the part does not match."})
}

func becauseEndsEarlier() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "downloads.bad-answer.ends.cause", Other: "It says that the file ends earlier than it said before."})
}

func becauseStatus(code int) i18n.Text {
	return i18n.T(&goi18n.Message{ID: "downloads.bad-answer.status.cause", Other: "Its status is {{.Status}}."}, "Status", http.StatusText(code))
}

func encodedFault(host string) *outcome {
	return stopped(&fault.Error{Kind: fault.Network, Code: "downloads.encoded", Guide: "proxy", Safe: keptSafe(), Steps: steps(tellServerOwner(), retryLaterStep()),
		Title: i18n.T(&goi18n.Message{ID: "downloads.encoded.title", Other: "{{.Host}} sends the file in another form than asked for."}, "Host", host),
		Cause: i18n.T(&goi18n.Message{ID: "downloads.encoded.cause", Other: "It compressed the answer although that was declined."})})
}

func pageFault(host string) *outcome {
	return waitFor(WaitNetwork, &fault.Error{Kind: fault.Network, Code: "downloads.page-instead", Guide: "network",
		Title: i18n.T(&goi18n.Message{ID: "downloads.page-instead.title", Other: "A web page came instead of the file."}),
		Cause: i18n.T(&goi18n.Message{ID: "downloads.page-instead.cause", Other: "This network may want you to sign in first, or {{.Host}} shows a page for this address."}, "Host", host),
		Safe:  i18n.T(&goi18n.Message{ID: "downloads.page-instead.safe", Other: "What came so far is kept. The page was thrown away."}),
		Steps: steps(i18n.T(&goi18n.Message{ID: "downloads.page-instead.step", Other: "Open a web page in the browser and sign in to this network if it asks."}), thenRetry())})
}

func lengthFault(host string, want, got int64) *outcome {
	return stopped(&fault.Error{Kind: fault.Verification, Code: "downloads.wrong-length", Guide: "changed-file",
		Title: i18n.T(&goi18n.Message{ID: "downloads.wrong-length.title", Other: "The server has a file of another length."}),
		Cause: i18n.T(&goi18n.Message{ID: "downloads.wrong-length.cause", Other: "{{.Want}} bytes are expected, {{.Host}} has {{.Got}}."}, "Want", want, "Host", host, "Got", got),
		Safe:  i18n.T(&goi18n.Message{ID: "downloads.wrong-length.safe", Other: "Nothing of it was used."}),
		Steps: steps(refreshPackages(), i18n.T(&goi18n.Message{ID: "downloads.wrong-length.step", Other: "Retry; if it stays so, tell the program's contact."}))})
}

func changedFault(why i18n.Text) *outcome {
	return fromZero(&fault.Error{Kind: fault.Network, Code: "downloads.changed", Cause: why, Guide: "changed-file", Steps: steps(startsAgain()),
		Title: i18n.T(&goi18n.Message{ID: "downloads.changed.title", Other: "The file changed on the server, so it starts again."}),
		Safe:  i18n.T(&goi18n.Message{ID: "downloads.changed.safe", Other: "What came of the old version was thrown away, so that the two are never mixed."})})
}

func becauseWrongHash() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "downloads.changed.hash.cause", Other: "What came does not match its SHA-256."})
}

func becauseOtherVersion() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "downloads.changed.version.cause", Other: "The server says that it has another version now."})
}

func becauseOtherVersionTold() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "downloads.changed.told.cause", Other: "The server tells of another version now."})
}

func becauseOtherLength() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "downloads.changed.length.cause", Other: "Its length is another now."})
}

func becausePartMissing() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "downloads.changed.part.cause", Other: "The server does not have the part that is missing."})
}

func becauseUnprovable() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "downloads.changed.unprovable.cause", Other: "Nothing the server says proves that it is still the same file."})
}

func noRangesFault() *fault.Error {
	return &fault.Error{Kind: fault.Network, Code: "downloads.no-ranges", Guide: "changed-file", Steps: steps(startsAgain()),
		Title: i18n.T(&goi18n.Message{ID: "downloads.no-ranges.title", Other: "The server can't go on in the middle of a file, so it starts again."}),
		Safe:  i18n.T(&goi18n.Message{ID: "downloads.no-ranges.safe", Other: "What came so far could not be used."})}
}

func keepsChangingFault() *outcome {
	return stopped(&fault.Error{Kind: fault.Verification, Code: "downloads.keeps-changing", Guide: "changed-file", Steps: steps(retryLaterStep()),
		Title: i18n.T(&goi18n.Message{ID: "downloads.keeps-changing.title", Other: "The file changes on the server again and again."}),
		Cause: i18n.T(&goi18n.Message{ID: "downloads.keeps-changing.cause", Other: "No whole version of it could be fetched."}),
		Safe:  i18n.T(&goi18n.Message{ID: "downloads.keeps-changing.safe", Other: "Nothing of the mixed versions was kept."})})
}

// hashFault is the outcome of a file that stays wrong; its part file is deleted.
func hashFault() *outcome {
	o := stopped(&fault.Error{Kind: fault.Verification, Code: "downloads.wrong-hash", Guide: "verification",
		Title: i18n.T(&goi18n.Message{ID: "downloads.wrong-hash.title", Other: "The file that came is not the one that was promised."}),
		Cause: i18n.T(&goi18n.Message{ID: "downloads.wrong-hash.cause", Other: "Its SHA-256 does not match."}),
		Safe:  i18n.T(&goi18n.Message{ID: "downloads.wrong-hash.safe", Other: "It was deleted; nothing wrong was kept."}),
		Steps: steps(i18n.T(&goi18n.Message{ID: "downloads.wrong-hash.step", Other: "Retry once."}),
			i18n.T(&goi18n.Message{ID: "downloads.wrong-hash.step2", Other: "If it stays so, tell the program's contact; don't use a copy from elsewhere."}))})
	o.discard = true
	return o
}

func unauthorisedFault() *fault.Error {
	return &fault.Error{Kind: fault.SignIn, Code: "downloads.sign-in", Safe: keptSafe(), Guide: "sign-in-again",
		Title: i18n.T(&goi18n.Message{ID: "downloads.sign-in.title", Other: "The server asks you to sign in again."}),
		Cause: i18n.T(&goi18n.Message{ID: "downloads.sign-in.cause", Other: "The session ended, or it does not know this account."}),
		Steps: steps(i18n.T(&goi18n.Message{ID: "downloads.sign-in.step", Other: "Sign in again; the download goes on by itself."}))}
}

// forbiddenFault is the outcome of a 403: a link may have expired, a program's file waits for access.
func forbiddenFault(host string, linked bool) *outcome {
	f := &fault.Error{Kind: fault.Permission, Code: "downloads.forbidden", Safe: keptSafe(), Guide: "not-authorised",
		Title: i18n.T(&goi18n.Message{ID: "downloads.forbidden.title", Other: "{{.Host}} does not let this file be fetched."}, "Host", host)}
	if linked {
		f.Cause = i18n.T(&goi18n.Message{ID: "downloads.forbidden.link.cause", Other: "The link may have expired, or it needs a sign-in."})
		f.Steps = steps(i18n.T(&goi18n.Message{ID: "downloads.forbidden.link.step", Other: "Copy a fresh link from the page it came from."}),
			i18n.T(&goi18n.Message{ID: "downloads.forbidden.link.step2", Other: "Add it again."}))
		return stopped(f)
	}
	f.Cause = i18n.T(&goi18n.Message{ID: "downloads.forbidden.cause", Other: "Your access may have changed."})
	f.Steps = steps(i18n.T(&goi18n.Message{ID: "downloads.forbidden.step", Other: "Look at the state of your access."}),
		i18n.T(&goi18n.Message{ID: "downloads.forbidden.step2", Other: "Ask the program's contact."}))
	return waitFor(WaitAccess, f)
}

func missingFault(host string, status int) *outcome {
	return stopped(&fault.Error{Kind: fault.Network, Code: "downloads.missing", Safe: keptSafe(), Guide: "expired-link",
		Title: i18n.T(&goi18n.Message{ID: "downloads.missing.title", Other: "The file is not there any more."}),
		Cause: i18n.T(&goi18n.Message{ID: "downloads.missing.cause", Other: "{{.Host}} answers {{.Status}}."}, "Host", host, "Status", status),
		Steps: steps(i18n.T(&goi18n.Message{ID: "downloads.missing.step", Other: "Refresh the list, or copy a fresh link."}), thenRetry())})
}

func movedFault() *fault.Error {
	return &fault.Error{Kind: fault.Network, Code: "downloads.moved", Guide: "expired-link", Safe: keptSafe(),
		Title: i18n.T(&goi18n.Message{ID: "downloads.moved.title", Other: "The file has moved."}),
		Steps: steps(i18n.T(&goi18n.Message{ID: "downloads.moved.step", Other: "Nothing: it is asked for again."}))}
}

func otherMirrorFault(host string) *fault.Error {
	return &fault.Error{Kind: fault.Network, Code: "downloads.mirror", Guide: "changed-file", Safe: keptSafe(),
		Title: i18n.T(&goi18n.Message{ID: "downloads.mirror.title", Other: "{{.Host}} has another file."}, "Host", host),
		Steps: steps(i18n.T(&goi18n.Message{ID: "downloads.mirror.step", Other: "Nothing: another server is used."}))}
}

func statusFault(host string, status int, after time.Duration) *outcome {
	f := &fault.Error{Kind: fault.Network, Code: "downloads.status", Guide: "service-unavailable", Safe: keptSafe(), RetryAfter: after, Steps: steps(triedAgain()),
		Title: i18n.T(&goi18n.Message{ID: "downloads.status.title", Other: "{{.Host}} can't give the file now ({{.Status}})."}, "Host", host, "Status", status),
		Cause: i18n.T(&goi18n.Message{ID: "downloads.status.cause", Other: "It says: {{.Words}}."}, "Words", http.StatusText(status))}
	switch {
	case status == http.StatusTooManyRequests, status == http.StatusRequestTimeout, status == http.StatusTooEarly, status >= 500:
		return again(f)
	case status == http.StatusProxyAuthRequired:
		return proxyFault(&proxyError{host, status})
	}
	f.Steps = steps(checkTheAddress(), retryLaterStep())
	return stopped(f)
}

func tooLongFault(host string, size int64) *outcome {
	return stopped(&fault.Error{Kind: fault.Verification, Code: "downloads.too-long", Guide: "verification",
		Title: i18n.T(&goi18n.Message{ID: "downloads.too-long.title", Other: "{{.Host}} sends more bytes than the file has."}, "Host", host),
		Cause: i18n.T(&goi18n.Message{ID: "downloads.too-long.cause", Other: "The file has {{.Size}} bytes."}, "Size", size),
		Safe:  i18n.T(&goi18n.Message{ID: "downloads.too-long.safe", Other: "The surplus was not kept."}),
		Steps: steps(i18n.T(&goi18n.Message{ID: "downloads.too-long.step", Other: "Retry; if it stays so, tell whoever runs the server."}))})
}
