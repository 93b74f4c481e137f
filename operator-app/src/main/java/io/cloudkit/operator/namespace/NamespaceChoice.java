package io.cloudkit.operator.namespace;

import io.cloudkit.operator.resource.ComputeInstanceAdapter;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The provider instance that a namespace chooses for its resources, by an annotation or a label on
 * itself. A change counts for what is launched after it. Thread-safe.
 */
public final class NamespaceChoice implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NamespaceChoice.class);
  private static final int FORBIDDEN = 403;

  private final String namespace;
  private final Optional<SharedIndexInformer<Namespace>> informer;

  private NamespaceChoice(String namespace, Optional<SharedIndexInformer<Namespace>> informer) {
    this.namespace = namespace;
    this.informer = informer;
  }

  /**
   * Begins to watch. Blocks until the namespace was read. Where this account may not watch it,
   * nothing is chosen, and that is said once.
   *
   * @throws KubernetesClientException if the API server does not answer
   */
  public static NamespaceChoice watch(KubernetesClient client, String namespace) {
    if (isHidden(client, namespace)) {
      NamespaceChoice blind = new NamespaceChoice(namespace, Optional.empty());
      LOG.warn("{}", blind.problem().orElseThrow());
      return blind;
    }
    return new NamespaceChoice(
        namespace, Optional.of(client.namespaces().withName(namespace).inform(new Told())));
  }

  /** Asks what the watch will ask first: it would tell of a refusal with a stack trace. */
  private static boolean isHidden(KubernetesClient client, String namespace) {
    try {
      NamespaceList unused = client.namespaces().withField("metadata.name", namespace).list();
      return false;
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != FORBIDDEN) {
        throw refused;
      }
      return true;
    }
  }

  /** The instance that the namespace of that name chooses; empty if it leaves that to others. */
  public Optional<String> provider(String name) {
    if (!name.equals(namespace)) {
      return Optional.empty();
    }
    return informer
        .flatMap(each -> each.getStore().list().stream().findFirst())
        .flatMap(NamespaceChoice::choice);
  }

  /** Why the choice is not known; empty if it is. Never blocks. */
  public Optional<String> problem() {
    if (informer.isPresent()) {
      return informer.filter(each -> !each.isRunning()).map(each -> "is not watched any more");
    }
    return Optional.of(
        "namespace "
            + namespace
            + " may not be watched by this account, so its "
            + ComputeInstanceAdapter.PROVIDER_ANNOTATION
            + " does not count; grant get, list and watch on namespaces, as"
            + " deploy/20-clusterrole.yaml does, and start again");
  }

  private static Optional<String> choice(Namespace object) {
    return Stream.of(object.getMetadata().getAnnotations(), object.getMetadata().getLabels())
        .filter(Objects::nonNull)
        .map((Map<String, String> marks) -> marks.get(ComputeInstanceAdapter.PROVIDER_ANNOTATION))
        .filter(Objects::nonNull)
        .filter(instance -> !instance.isBlank())
        .findFirst();
  }

  @Override
  public void close() {
    informer.ifPresent(SharedIndexInformer::close);
  }

  /** Says in the log what is chosen now. */
  private static final class Told implements ResourceEventHandler<Namespace> {
    @Override
    public void onAdd(Namespace object) {
      choice(object).ifPresent(instance -> tell(object, instance));
    }

    @Override
    public void onUpdate(Namespace old, Namespace object) {
      if (!choice(old).equals(choice(object))) {
        tell(object, choice(object).orElse("none"));
      }
    }

    @Override
    public void onDelete(Namespace object, boolean stateUnknown) {}

    private static void tell(Namespace object, String instance) {
      LOG.info(
          "namespace {}: chooses provider instance {} for what is launched from now on",
          object.getMetadata().getName(),
          instance);
    }
  }
}
