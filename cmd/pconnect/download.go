package main

import (
	"context"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/ipc"
	"github.com/programconnect/programconnect/internal/session"
)

// transfers are the commands around the download queue: download, queue and verify.
type transfers struct {
	*cli
	progress *progressHolder
}

// progressHolder keeps the progress of one command: what was shown is not shown again when another process takes the queue over.
type progressHolder struct{ progress }

func newTransfers(c *cli) transfers { return transfers{c, &progressHolder{}} }

type downloadFlags struct {
	session.DownloadOptions
	bounds
	parallel int
	rate     string
	noWait   bool
}

func newDownload(c *cli) *cobra.Command {
	var f downloadFlags
	t := newTransfers(c)
	cmd := &cobra.Command{Use: "download WHAT...",
		Short: c.help(&goi18n.Message{ID: "pconnect.download.short", Other: "Download packages, single files, or any https link"}),
		Long: c.help(&goi18n.Message{ID: "pconnect.download.long",
			Other: `WHAT is PACKAGE, PACKAGE/FILE or an https link (http only to this computer).

A download that was broken off, by Ctrl+C, by a lost network or by the power, goes on where it was: run the same command again, or
pconnect queue resume. A file that is already there and right is not fetched again.`}),
		Args: takes(1, -1, i18n.T(&goi18n.Message{ID: "pconnect.wanted.download", Other: "at least one package, PACKAGE/FILE or link"})),
		RunE: marked(func(cmd *cobra.Command, args []string) error { return t.download(cmd.Context(), args, f) })}
	flags := cmd.Flags()
	flags.StringVar(&f.Dir, "dir", "", c.help(&goi18n.Message{ID: "pconnect.download.flag.dir", Other: "folder; the one of the settings by default"}))
	flags.StringVar(&f.SHA256, "sha256", "", c.help(&goi18n.Message{ID: "pconnect.download.flag.sha256", Other: "SHA-256 that the file must have"}))
	flags.StringVar(&f.Name, "name", "", c.help(&goi18n.Message{ID: "pconnect.download.flag.name", Other: "file name; only for one file"}))
	flags.IntVar(&f.Connections, "connections", 0, c.help(&goi18n.Message{ID: "pconnect.download.flag.connections", Other: "connections a file, 1 to 16"}))
	flags.IntVar(&f.parallel, "parallel", 0, c.help(&goi18n.Message{ID: "pconnect.download.flag.parallel", Other: "downloads at once, 1 to 16"}))
	flags.StringVar(&f.rate, "limit-rate", "", c.help(&goi18n.Message{ID: "pconnect.download.flag.limit-rate", Other: "speed limit for all together, e.g. 8M"}))
	f.bounds.flags(c.printer, cmd)
	flags.BoolVar(&f.noWait, "no-wait", false, c.help(&goi18n.Message{ID: "pconnect.download.flag.no-wait", Other: "only put it into the queue"}))
	return cmd
}

// The most that a flag can ask for.
const (
	mostConnections = 16
	mostParallel    = 16
	mostTries       = 100
)

func (f downloadFlags) check(args []string) error {
	if err := session.CheckSHA256(f.SHA256); err != nil {
		return err
	}
	if f.Connections < 0 || f.Connections > mostConnections {
		return usage("connections", i18n.T(&goi18n.Message{ID: "pconnect.download.connections", Other: "Connections a file can be 1 to 16."}))
	}
	if f.parallel < 0 || f.parallel > mostParallel {
		return usage("parallel", i18n.T(&goi18n.Message{ID: "pconnect.download.parallel", Other: "Downloads at once can be 1 to 16."}))
	}
	if len(args) > 1 && (f.Name != "" || f.SHA256 != "") {
		return usage("name", i18n.T(&goi18n.Message{ID: "pconnect.download.one-name", Other: "A name or a SHA-256 can be given for one file only."}))
	}
	wrong := failures{total: len(args)}
	for _, what := range args {
		if err := checkWhat(what); err != nil {
			wrong.add(what, err)
		}
	}
	return wrong.err()
}

// checkWhat checks the form of a name or a link.
func checkWhat(what string) error {
	if strings.TrimSpace(what) == "" {
		return usage("what", i18n.T(&goi18n.Message{ID: "pconnect.download.empty", Other: "An empty name is no package and no link."}))
	}
	if strings.Contains(what, "://") {
		return session.CheckLink(what)
	}
	return nil
}

func (t transfers) download(ctx context.Context, args []string, f downloadFlags) error {
	rate, err := f.rateLimit(args)
	if err != nil {
		return err
	}
	total, err := f.limit()
	if err != nil {
		return err
	}
	return within(ctx, total, func(ctx context.Context) error { return t.fetch(ctx, args, f, rate) })
}

// fetch asks for what is wanted, puts it into the queue, and follows it.
func (t transfers) fetch(ctx context.Context, args []string, f downloadFlags, limit int64) error {
	app, err := t.app(ctx)
	if err != nil {
		return err
	}
	if err := app.Settings.Policy().CheckOnce(f.once(limit)); err != nil {
		return err
	}
	specs, err := t.plan(ctx, args, f)
	if err != nil {
		return err
	}
	if specs, err = t.notHereYet(ctx, specs); err != nil || len(specs) == 0 {
		return err
	}
	ids, err := t.add(ctx, specs, f, limit)
	if err != nil {
		return err
	}
	return t.withShared(ctx, func(queue ipc.Queue) error { // the same entries, whoever holds the queue by now
		if f.noWait {
			return t.answerAdded(queue, ids)
		}
		if err := t.tune(queue, f, limit); err != nil {
			return err
		}
		if err := wakeUp(queue, ids); err != nil {
			return err
		}
		return t.follow(ctx, queue, ids)
	})
}

// rateLimit checks the flags and returns the speed limit, 0 for none.
func (f downloadFlags) rateLimit(args []string) (int64, error) {
	if err := f.check(args); err != nil {
		return 0, err
	}
	if f.rate == "" {
		return 0, nil
	}
	return parseRate(f.rate)
}

// once are the settings that the flags ask for in this run alone.
func (f downloadFlags) once(limit int64) map[string]any {
	asked := map[string]any{}
	if f.parallel > 0 {
		asked["parallel"] = f.parallel
	}
	if f.Connections > 0 {
		asked["connections"] = f.Connections
	}
	if f.rate != "" {
		asked["limit_rate"] = limit
	}
	return asked
}

// plan asks for everything that is to be downloaded before anything starts: one wrong name leaves the queue as it was.
func (t transfers) plan(ctx context.Context, args []string, f downloadFlags) ([]downloads.Spec, error) {
	var all []downloads.Spec
	wrong := failures{total: len(args)}
	for _, what := range args {
		var specs []downloads.Spec
		var err error
		if strings.Contains(what, "://") {
			specs, err = t.planLink(ctx, what, f)
		} else {
			specs, err = t.planPackage(ctx, what, f)
		}
		if err != nil {
			wrong.add(what, err)
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if fault.Is(err, fault.SignIn) { // the same for each
			return nil, err
		}
		all = append(all, specs...)
	}
	return all, wrong.err()
}

func (t transfers) planLink(ctx context.Context, link string, f downloadFlags) ([]downloads.Spec, error) {
	app, err := t.app(ctx)
	if err != nil {
		return nil, err
	}
	spec, err := app.LinkSpec(link, f.DownloadOptions)
	return []downloads.Spec{spec}, err
}

func (t transfers) planPackage(ctx context.Context, what string, f downloadFlags) ([]downloads.Spec, error) {
	s, err := t.signedIn(ctx)
	if err != nil {
		return nil, err
	}
	return s.Catalogue.Specs(ctx, what, f.DownloadOptions)
}

// add puts what is to be downloaded into the queue, whoever holds it.
func (t transfers) add(ctx context.Context, specs []downloads.Spec, f downloadFlags, limit int64) (ids []downloads.ID, err error) {
	for i := range specs {
		specs[i].Paused = f.noWait
	}
	err = t.withShared(ctx, func(queue ipc.Queue) error {
		for i := range specs {
			if specs[i].Limit = f.Limit; t.client.Queues.Own() == nil && f.rate != "" {
				specs[i].Limit = limit // of each: the limit of all together is its holder's
			}
		}
		var err error
		ids, err = queue.Add(ctx, specs...)
		return err
	})
	return ids, err
}

// tune sets what holds for this run alone; the settings stay. A queue that another process holds keeps its own ways.
func (t transfers) tune(queue ipc.Queue, f downloadFlags, limit int64) error {
	if t.client.Queues.Own() == nil {
		if f.parallel > 0 || f.tries > 0 {
			t.note(i18n.T(&goi18n.Message{ID: "pconnect.download.holder",
				Other: "The Program Connect that runs already holds the queue and keeps its own downloads at once and tries."}))
		}
		return nil
	}
	settings := queue.Snapshot().Settings
	if f.parallel > 0 {
		settings.Parallel = f.parallel
	}
	if f.tries > 0 {
		settings.Tries = f.tries
	}
	if f.rate != "" {
		settings.LimitRate = limit
	}
	return queue.SetSettings(settings)
}

// wakeUp lets entries go on that an earlier run left paused, stopped or waiting: giving the same command again is asking for that.
func wakeUp(queue ipc.Queue, ids []downloads.ID) error {
	var paused, stopped []downloads.ID
	for _, e := range listed(queue.Snapshot(), ids) {
		switch e.State {
		case downloads.Paused:
			paused = append(paused, e.ID)
		case downloads.Stopped, downloads.Waiting, downloads.Retrying:
			stopped = append(stopped, e.ID)
		}
	}
	if len(paused) > 0 {
		if err := queue.Resume(paused...); err != nil {
			return err
		}
	}
	if len(stopped) > 0 {
		return queue.Retry(stopped...)
	}
	return nil
}

func (t transfers) answerAdded(queue ipc.Queue, ids []downloads.ID) error {
	entries := entriesOf(queue.Snapshot(), ids)
	return t.answer(map[string]any{"event": "added", "entries": entries}, func() { writeQueued(t.printer, entries) })
}

func writeQueued(p *printer, entries []entry) {
	for _, e := range entries {
		p.line(i18n.T(&goi18n.Message{ID: "pconnect.download.added", Other: "{{.ID}}  {{.Title}}: in the queue. Start it with pconnect queue resume {{.ID}}."},
			"ID", e.ID.String(), "Title", e.Title))
	}
}
