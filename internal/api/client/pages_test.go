package client

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/programconnect/programconnect/internal/fault"
)

// paging returns a client of a program whose lists are made by a function of the cursor, and the count of its answers.
func paging(t *testing.T, answer func(after string) string) (*Client, *int) {
	t.Helper()
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		asked++
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, answer(q.URL.Query().Get("after")))
	}))
	t.Cleanup(server.Close)
	return NewClient(Options{Address: server.URL}), &asked
}

func TestListIsReadToItsEnd(t *testing.T) {
	pages := map[string]string{
		"":  `{"engagements":[{"id":"a","access":{"state":"granted"}}],"next":"a"}`,
		"a": `{"engagements":[],"next":"b"}`,
		"b": `{"engagements":[{"id":"c","access":{"state":"granted"}}]}`,
	}
	c, _ := paging(t, func(after string) string { return pages[after] })
	list, err := c.Engagements(t.Context())
	if err != nil || len(list) != 2 || list[1].ID != "c" {
		t.Errorf("%+v %v", list, err)
	}
}

func TestListThatDoesNotEndIsAFault(t *testing.T) {
	n := 0
	for name, answer := range map[string]func(string) string{
		"the same page":  func(string) string { return `{"packages":[{"id":"a","engagement":"e"}],"next":"a"}` },
		"always another": func(string) string { n++; return fmt.Sprintf(`{"packages":[],"next":"%d"}`, n) },
	} {
		c, asked := paging(t, answer)
		list, err := c.Packages(t.Context())
		if f := fault.Of(err); f.Code != "program.list-endless" || list != nil || *asked > mostPages {
			t.Errorf("%s: %v after %d answers", name, err, *asked)
		}
	}
}

func TestCommentsOfAnItemAreReadPageByPage(t *testing.T) {
	item := `{"id":"i","engagement":"e","type":"bug","state":"new","comments":[{"id":"1","text":"a"}],"comments_next":"1"}`
	pages := map[string]string{"": item, "1": `{"comments":[{"id":"2","text":"b"}],"next":"2"}`, "2": `{"comments":[{"id":"3","text":"c"}]}`}
	c, _ := paging(t, func(after string) string { return pages[after] })
	i, err := c.Item(t.Context(), "i")
	if err != nil || len(i.Comments) != 3 || i.CommentsNext != "" {
		t.Errorf("%+v %v", i, err)
	}
	c, _ = paging(t, func(after string) string {
		if after == "" {
			return item
		}
		return `{"comments":[],"next":"1"}`
	})
	if i, err := c.Item(t.Context(), "i"); fault.Of(err).Code != "program.list-endless" || len(i.Comments) != 0 {
		t.Errorf("%+v %v", i, err)
	}
}
