/* The smallest window that WebKitGTK can open: what any app on this engine pays before it has done anything.
   Its page has a few words and lines, so that "painted" can be seen on the screen in the same way as the app's. */
#include <gtk/gtk.h>
#include <webkit2/webkit2.h>

static const char *PAGE =
    "<!doctype html><meta charset=utf-8><title>floor</title>"
    "<body style='margin:0;font:13px sans-serif;background:#f6f6f4;color:#222'>"
    "<div style='position:absolute;inset:0 auto 0 0;width:220px;background:#e4e4e0'></div>"
    "<div style='position:absolute;left:260px;top:40px'><h1>A bare window</h1><p>One line of text.</p>"
    "<p>Another line of text.</p><button>A button</button></div>";

int main(int argc, char **argv) {
  gtk_init(&argc, &argv);
  GtkWidget *window = gtk_window_new(GTK_WINDOW_TOPLEVEL);
  gtk_window_set_default_size(GTK_WINDOW(window), 1280, 800);
  g_signal_connect(window, "destroy", G_CALLBACK(gtk_main_quit), NULL);
  GtkWidget *view = webkit_web_view_new();
  gtk_container_add(GTK_CONTAINER(window), view);
  webkit_web_view_load_html(WEBKIT_WEB_VIEW(view), PAGE, NULL);
  gtk_widget_show_all(window);
  gtk_main();
  return 0;
}
